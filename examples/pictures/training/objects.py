"""Synthesised pictures of objects on a table: what training and tests of this example look at.

An object is a union of capsules, discs, rings and boxes in the unit square. It is turned, shifted, scaled, bent out of
shape a little, lit from a side, coloured, and put on a coloured ground with streaks and specks; then the camera adds blur
and noise. Every picture is drawn by one seed.
"""

import numpy as np

CLASSES = ["nothing", "cup", "bottle", "key", "glasses", "fork", "bulb"]


def capsule(x, y, x0, y0, x1, y1, r):
    dx, dy = x1 - x0, y1 - y0
    t = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy + 1e-9), 0, 1)
    return np.hypot(x - x0 - t * dx, y - y0 - t * dy) - r


def disc(x, y, cx, cy, r):
    return np.hypot(x - cx, y - cy) - r


def ring(x, y, cx, cy, r, width):
    return np.abs(np.hypot(x - cx, y - cy) - r) - width


def box(x, y, cx, cy, w, h):
    return np.maximum(np.abs(x - cx) - w, np.abs(y - cy) - h)


def union(*parts):
    return np.minimum.reduce(parts)


def shape(name, x, y, u):
    """The signed distance from the object's outline; u() gives a number that varies its form, about 1."""
    if name == "cup":
        taper = 0.08 * u() * (y + 0.3)
        return union(
            np.maximum(np.abs(x + 0.1) - 0.34 + taper, np.abs(y) - 0.4 * u()),
            ring(x, y, 0.3, 0, 0.2 * u(), 0.055),
        )
    if name == "bottle":
        w = 0.2 * u()
        return union(
            box(x, y, 0, 0.2, w, 0.42), disc(x, y, 0, -0.2, w), box(x, y, 0, -0.45, 0.4 * w, 0.28 * u())
        )
    if name == "key":
        return union(
            ring(x, y, -0.42, 0, 0.2 * u(), 0.07),
            capsule(x, y, -0.2, 0, 0.62, 0, 0.055),
            capsule(x, y, 0.58, 0, 0.58, 0.2 * u(), 0.05),
            capsule(x, y, 0.38, 0, 0.38, 0.16 * u(), 0.05),
        )
    if name == "glasses":
        r = 0.23 * u()
        return union(
            ring(x, y, -0.33, 0, r, 0.045),
            ring(x, y, 0.33, 0, r, 0.045),
            capsule(x, y, -0.33 + r, -0.03, 0.33 - r, -0.03, 0.04),
            capsule(x, y, -0.33 - r, -0.05, -0.72, -0.2, 0.04),
            capsule(x, y, 0.33 + r, -0.05, 0.72, -0.2, 0.04),
        )
    if name == "fork":
        gap = 0.14 * u()
        tines = [capsule(x, y, k * gap, -0.66, k * gap, -0.25, 0.04) for k in (-1, 0, 1)]
        return union(capsule(x, y, 0, -0.1, 0, 0.7, 0.06 * u()), capsule(x, y, -gap, -0.24, gap, -0.24, 0.06), *tines)
    r = 0.33 * u()
    return union(disc(x, y, 0, -0.2, r), box(x, y, 0, 0.12, 0.45 * r, 0.2), box(x, y, 0, 0.36, 0.38 * r, 0.14 * u()))


def blur(picture, sigma):
    taps = np.exp(-0.5 * (np.arange(-2, 3) / max(sigma, 0.2)) ** 2)
    taps /= taps.sum()
    for axis in (0, 1):
        padded = np.pad(picture, [(2, 2) if a == axis else (0, 0) for a in range(3)], mode="edge")
        parts = [np.take(padded, range(k, k + picture.shape[axis]), axis) * taps[k] for k in range(5)]
        picture = np.sum(parts, axis=0)
    return picture


def ground(rng, x, y):
    base = rng.uniform(0.1, 0.9, 3) * 0.5 + rng.uniform(0.1, 0.9) * 0.5
    picture = np.ones((*x.shape, 3)) * base
    for _ in range(rng.integers(0, 5)):
        ends = rng.uniform(-1.2, 1.2, 4)
        streak = capsule(x, y, *ends, rng.uniform(0.01, 0.06))
        share = np.clip(0.5 - streak * 15, 0, 1)[..., None] * rng.uniform(0.2, 0.7)
        picture = picture * (1 - share) + rng.uniform(0, 1, 3) * share
    return picture


def picture(label, seed, size):
    """A picture of that class, size x size x 3, reals from 0 to 1."""
    rng = np.random.default_rng(seed)
    axis = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(axis, axis)
    image = ground(rng, x, y)
    if label:
        angle = rng.normal(0, 0.3) + (np.pi if rng.random() < 0.1 else 0)
        scale = rng.uniform(0.62, 0.95)
        px, py = (x - rng.uniform(-0.2, 0.2)) / scale, (y - rng.uniform(-0.2, 0.2)) / scale
        ox = np.cos(angle) * px + np.sin(angle) * py
        oy = -np.sin(angle) * px + np.cos(angle) * py
        ox = ox * rng.choice([-1, 1]) + rng.normal(0, 0.08) * oy
        distance = shape(CLASSES[label], ox, oy, lambda: rng.uniform(0.85, 1.15))
        cover = np.clip(0.5 - distance * scale * size / 2, 0, 1)[..., None]
        ink = rng.uniform(0, 1, 3) * 0.5 + rng.uniform(0, 1) * 0.5
        contrast = ink.mean() - image.mean()
        if abs(contrast) < 0.25:
            ink = np.clip(ink + (0.4 if contrast >= 0 else -0.4), 0, 1)
        shade = 1 + rng.uniform(-0.25, 0.25) * ox[..., None]
        image = image * (1 - cover) + np.clip(ink * shade, 0, 1) * cover
    light = 1 + rng.uniform(-0.25, 0.25) * x[..., None] + rng.uniform(-0.25, 0.25) * y[..., None]
    image = blur(image * light, rng.uniform(0.2, 0.9))
    return np.clip(image + rng.normal(0, rng.uniform(0.01, 0.05), image.shape), 0, 1)


def pictures(count, first_seed, size):
    labels = np.arange(count) % len(CLASSES)
    return np.stack([picture(k, first_seed + i, size) for i, k in enumerate(labels)]), labels


def rgb565(images):
    """As a camera sends them: 16 bits a pixel."""
    r = np.rint(images[..., 0] * 31).astype(np.uint16)
    g = np.rint(images[..., 1] * 63).astype(np.uint16)
    b = np.rint(images[..., 2] * 31).astype(np.uint16)
    return r << 11 | g << 5 | b


def decoded(words):
    """What the chip makes of it: 8 bits a colour, the high bits repeated."""
    r, g, b = words >> 11, words >> 5 & 63, words & 31
    return np.stack([r << 3 | r >> 2, g << 2 | g >> 4, b << 3 | b >> 2], -1).astype(np.float32)


def grey(colours):
    """Green counts most; the weights sum up to 128."""
    return np.floor((colours @ np.array([38.0, 75.0, 15.0]) + 64) / 128)

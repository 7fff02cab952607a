#!/usr/bin/env python3
"""Makes motions of a hand-held accelerometer: python synthesise.py FOLDER

FOLDER gets train/ and test/ with none.csv, circle.csv, shake.csv, tilt.csv and knock.csv: clips of 100 readings at 50 Hz,
one after the other, a reading a line: x, y, z in steps of 1/4096 g, +-8 g. Fixed seeds.

Each clip has a hand, speed, strength and noise of its own; test clips have hands that training never saw: faster, slower
and more tilted ones.
"""

import pathlib
import sys

import numpy as np

RATE = 50
CLIP = 100
GRAVITY = 4096
CLASSES = ("none", "circle", "shake", "tilt", "knock")
CLIPS = {"train": 160, "test": 24}
SEEDS = {"train": 1, "test": 2}
SPREAD = {"train": 1.0, "test": 1.15}


def turned(rng, most):
    """A rotation by some angle, in radians, about a random axis."""
    axis = rng.standard_normal(3)
    x, y, z = axis / np.linalg.norm(axis)
    angle = rng.uniform(-most, most)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def wander(rng, strength):
    """Slow and random movements, as of an arm."""
    steps = rng.standard_normal((CLIP + 40, 3))
    smooth = np.stack([np.convolve(steps[:, i], np.hanning(20) / 10, "valid")[:CLIP] for i in range(3)], axis=1)
    return strength * smooth


def motion(rng, name, spread):
    time = np.arange(CLIP) / RATE
    g = np.zeros((CLIP, 3))
    g[:, 2] = 1
    phase = rng.uniform(0, 2 * np.pi)
    vary = 1 + 0.15 * np.sin(2 * np.pi * rng.uniform(0.2, 0.6) * time + rng.uniform(0, 6))
    if name == "circle":
        angle = phase + 2 * np.pi * rng.uniform(1.0, 2.2) * spread * time
        strength = rng.uniform(0.25, 1.1) * vary
        g[:, 0] += strength * np.cos(angle)
        g[:, 1] += strength * np.sin(angle) * rng.choice([-1, 1]) * rng.uniform(0.7, 1.3)
    elif name == "shake":
        angle = phase + 2 * np.pi * rng.uniform(3.5, 6.5) * time
        g[:, 0] += rng.uniform(0.5, 2.2) / spread * vary * np.sin(angle)
        g[:, 1] += rng.uniform(0, 0.4) * np.sin(angle + rng.uniform(0, 6))
    elif name == "tilt":
        angle = rng.uniform(0.35, 1.1) * spread * np.sin(phase + 2 * np.pi * rng.uniform(0.7, 1.5) * time)
        g[:, 0] += np.sin(angle)
        g[:, 2] += np.cos(angle) - 1
    elif name == "knock":
        at = rng.uniform(0, 0.3)
        while at < CLIP / RATE - 0.1:
            i = int(at * RATE)
            g[i, 2] += rng.uniform(0.8, 3.5) * spread
            g[i + 1, 2] -= rng.uniform(0.5, 2)
            at += rng.uniform(0.2, 0.42)
    elif rng.random() < 0.6:
        g += wander(rng, rng.uniform(0, 0.35))
        if rng.random() < 0.4:
            g += 0.35 * np.outer(np.sin(phase + 2 * np.pi * rng.uniform(1.6, 2.2) * time), rng.standard_normal(3) * [0.2, 0.2, 1])
    else:
        g[rng.integers(0, CLIP), rng.integers(0, 3)] += rng.uniform(-2, 2)
    # Nobody does just one thing: arms move while hands do.
    g += wander(rng, rng.uniform(0.03, 0.35)) + rng.standard_normal((CLIP, 3)) * rng.uniform(0.005, 0.03)
    return np.clip(np.round(g @ turned(rng, 0.6 * spread).T * GRAVITY), -32768, 32767).astype(int)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for part, count in CLIPS.items():
        rng = np.random.default_rng(SEEDS[part])
        folder = pathlib.Path(sys.argv[1], part)
        folder.mkdir(parents=True, exist_ok=True)
        for name in CLASSES:
            rows = np.concatenate([motion(rng, name, SPREAD[part]) for _ in range(count)])
            np.savetxt(folder / f"{name}.csv", rows, "%d", ",", header="x,y,z", comments="")


if __name__ == "__main__":
    main()

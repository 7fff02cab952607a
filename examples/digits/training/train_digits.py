#!/usr/bin/env python3
"""Trains the two networks of the digits example and writes weights and data for the build.

    pip install -r requirements.txt
    python train_digits.py [--out DIRECTORY | --compare]

Deterministic: fixed seeds, one thread, plain NumPy. On one machine with the pinned versions two runs write the same
bytes. Another processor or BLAS may round differently and give slightly different weights.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_name] = "1"  # before NumPy loads its BLAS: the order of sums must not depend on the number of threads

import argparse
import pathlib

import numpy as np
from safetensors.numpy import load_file, save_file
from sklearn.datasets import load_digits
from sklearn.model_selection import StratifiedKFold, train_test_split

SPLIT_SEED = 20240
TRAIN_SEED = 7
PIXEL_MAX = 16  # raw pixels are 0..16
HERE = pathlib.Path(__file__).resolve().parent
RESOURCES = HERE.parent / "src/main/resources/dev/thimble/examples/digits"


# ---------------------------------------------------------------------------------------------------------------- data

def load_split():
    """(train x, train y, test x, test y): x uint8 [N,8,8,1] of 0..16, y uint8 [N]; 360 are held out."""
    digits = load_digits()
    x = digits.images.astype(np.uint8)[..., None]
    assert np.array_equal(x[..., 0], digits.images) and x.max() == PIXEL_MAX
    y = digits.target.astype(np.uint8)
    train, test = train_test_split(np.arange(len(y)), test_size=360, random_state=SPLIT_SEED, stratify=y)
    return x[train], y[train], x[test], y[test]


def shifted(x, rng, probability):
    """Each picture moved by at most one pixel along each axis (with the given probability an axis), zeros moving in."""
    n = len(x)
    moves = np.where(rng.random((n, 2)) < probability, rng.integers(0, 2, (n, 2)) * 2 - 1, 0)
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    rows = moves[:, :1] + 1 + np.arange(8)
    columns = moves[:, 1:] + 1 + np.arange(8)
    return padded[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]


# -------------------------------------------------------------------------------------------------------------- layers
# Pictures are [N,H,W,C] in here. Weights already have PyTorch's layout, which is what is saved. Each layer has
# forward(x), backward(gradient of its output) -> gradient of its input, and parameters {name: array}, gradients.

def _windows(x):
    """The 3x3 neighbourhood of each pixel, zeros outside (SAME): [N,H,W,C] -> [N,H,W,C,3,3]."""
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))


def _unwindows(g):
    """The transpose of _windows: [N,H,W,C,3,3] -> [N,H,W,C]."""
    n, h, w, c = g.shape[:4]
    out = np.zeros((n, h + 2, w + 2, c), g.dtype)
    for i in range(3):
        for j in range(3):
            out[:, i:i + h, j:j + w] += g[..., i, j]
    return out[:, 1:-1, 1:-1]


class Layer:
    parameters = {}
    gradients = {}


class Dense(Layer):
    """weight [out,in]."""

    def __init__(self, rng, inputs, outputs):
        self.parameters = {"weight": _he(rng, (outputs, inputs), inputs), "bias": np.zeros(outputs, np.float32)}

    def forward(self, x):
        self.x = x
        return x @ self.parameters["weight"].T + self.parameters["bias"]

    def backward(self, g):
        self.gradients = {"weight": g.T @ self.x, "bias": g.sum(0)}
        return g @ self.parameters["weight"]


class Conv3x3(Layer):
    """weight [O,I,3,3]; stride 1, SAME."""

    def __init__(self, rng, inputs, filters):
        weight = _he(rng, (filters, inputs, 3, 3), inputs * 9)
        self.parameters = {"weight": weight, "bias": np.zeros(filters, np.float32)}

    def forward(self, x):
        self.shape = x.shape
        self.columns = _windows(x).reshape(-1, x.shape[3] * 9)
        w = self.parameters["weight"]
        return (self.columns @ w.reshape(len(w), -1).T + self.parameters["bias"]).reshape(x.shape[:3] + (len(w),))

    def backward(self, g):
        w = self.parameters["weight"]
        g = g.reshape(-1, len(w))
        self.gradients = {"weight": (g.T @ self.columns).reshape(w.shape), "bias": g.sum(0)}
        return _unwindows((g @ w.reshape(len(w), -1)).reshape(self.shape + (3, 3)))


class Depthwise3x3(Layer):
    """weight [C,1,3,3]; stride 1, SAME, one filter a channel."""

    def __init__(self, rng, channels):
        self.parameters = {"weight": _he(rng, (channels, 1, 3, 3), 9), "bias": np.zeros(channels, np.float32)}

    def forward(self, x):
        self.windows = _windows(x)
        return np.einsum("nhwcij,cij->nhwc", self.windows, self.parameters["weight"][:, 0]) + self.parameters["bias"]

    def backward(self, g):
        self.gradients = {"weight": np.einsum("nhwcij,nhwc->cij", self.windows, g)[:, None], "bias": g.sum((0, 1, 2))}
        return _unwindows(g[..., None, None] * self.parameters["weight"][:, 0])


class Conv1x1(Layer):
    """weight [O,I,1,1]."""

    def __init__(self, rng, inputs, filters):
        self.parameters = {"weight": _he(rng, (filters, inputs, 1, 1), inputs), "bias": np.zeros(filters, np.float32)}

    def forward(self, x):
        self.x = x
        return x @ self.parameters["weight"][:, :, 0, 0].T + self.parameters["bias"]

    def backward(self, g):
        w = self.parameters["weight"][:, :, 0, 0]
        flat = g.reshape(-1, g.shape[3])
        self.gradients = {"weight": (flat.T @ self.x.reshape(-1, w.shape[1]))[:, :, None, None], "bias": flat.sum(0)}
        return g @ w


class Relu(Layer):
    def forward(self, x):
        self.on = x > 0
        return x * self.on

    def backward(self, g):
        return g * self.on


class MaxPool2(Layer):
    def forward(self, x):
        n, h, w, c = x.shape
        blocks = x.reshape(n, h // 2, 2, w // 2, 2, c)
        out = blocks.max((2, 4))
        hits = blocks == out[:, :, None, :, None]
        self.share = hits / hits.sum((2, 4), keepdims=True, dtype=np.float32)
        self.shape = x.shape
        return out

    def backward(self, g):
        return (self.share * g[:, :, None, :, None]).reshape(self.shape).astype(np.float32)


class AveragePoolAll(Layer):
    def forward(self, x):
        self.shape = x.shape
        return x.mean((1, 2))

    def backward(self, g):
        return np.broadcast_to(g[:, None, None] / (self.shape[1] * self.shape[2]), self.shape).astype(np.float32)


class Flatten(Layer):
    """[N,H,W,C] -> [N,C*H*W] in PyTorch's order: channel, row, column."""

    def forward(self, x):
        self.shape = x.shape
        return np.ascontiguousarray(x.transpose(0, 3, 1, 2)).reshape(len(x), -1)

    def backward(self, g):
        n, h, w, c = self.shape
        return g.reshape(n, c, h, w).transpose(0, 2, 3, 1)


def _he(rng, shape, inputs):
    return (rng.standard_normal(shape) * np.sqrt(2 / inputs)).astype(np.float32)


# ------------------------------------------------------------------------------------------------------------ networks
# Lists of (step name or None, layer).

def mlp(rng):
    return [(None, Flatten()), ("hidden", Dense(rng, 64, 32)), (None, Relu()), ("logits", Dense(rng, 32, 10))]


def cnn(rng, head="flatten", filters=12):
    steps = [("edges", Conv3x3(rng, 1, 8)), (None, Relu()), (None, MaxPool2()),
             ("features", Depthwise3x3(rng, 8)), (None, Relu()),
             ("mixed", Conv1x1(rng, 8, filters)), (None, Relu())]
    if head == "flatten":  # 4x4 pictures
        return steps + [(None, Flatten()), ("logits", Dense(rng, filters * 16, 10))]
    if head == "pool":  # 2x2 pictures
        return steps + [(None, MaxPool2()), (None, Flatten()), ("logits", Dense(rng, filters * 4, 10))]
    if head == "average":
        return steps + [(None, AveragePoolAll()), ("logits", Dense(rng, filters, 10))]
    raise ValueError(head)


def forward(network, x):
    for _, layer in network:
        x = layer.forward(x)
    return x


def train(network, x, y, rng, epochs, rate, decay, shift, batch=32, smoothing=0.05):
    """AdamW, cosine schedule with a short warm-up, label smoothing, pictures moved by up to a pixel."""
    x = x.astype(np.float32) / PIXEL_MAX
    targets = np.eye(10, dtype=np.float32)[y] * np.float32(1 - smoothing) + np.float32(smoothing / 10)
    moments = {}
    steps = epochs * -(-len(x) // batch)
    step = 0
    for _ in range(epochs):
        order = rng.permutation(len(x))
        pictures = shifted(x, rng, shift)
        for start in range(0, len(x), batch):
            step += 1
            now = rate * min(1, step / 100) * (1 + np.cos(np.pi * step / steps)) / 2
            chosen = order[start:start + batch]
            logits = forward(network, pictures[chosen])
            p = np.exp(logits - logits.max(1, keepdims=True))
            g = (p / p.sum(1, keepdims=True) - targets[chosen]) / np.float32(len(chosen))
            for _, layer in reversed(network):
                g = layer.backward(g)
            for index, (_, layer) in enumerate(network):
                for name, value in layer.parameters.items():
                    d = layer.gradients[name]
                    m, v = moments.setdefault((index, name), (np.zeros_like(value), np.zeros_like(value)))
                    m += np.float32(0.1) * (d - m)
                    v += np.float32(0.001) * (d * d - v)
                    spread = np.sqrt(v / np.float32(1 - 0.999 ** step)) + np.float32(1e-8)
                    update = m / np.float32(1 - 0.9 ** step) / spread
                    if name == "weight":
                        update = update + np.float32(decay) * value
                    value -= np.float32(now) * update


def tensors(network):
    """The weights by name, for raw pixels: the division by 16 goes into the first weights (a power of two: exact)."""
    named = {}
    first = True
    for step, layer in network:
        for name, value in layer.parameters.items():
            scaled = value / np.float32(PIXEL_MAX) if first and name == "weight" else value
            named[f"{step}.{name}"] = np.ascontiguousarray(scaled, dtype=np.float32)
        first = first and not layer.parameters
    return named


def accuracy(network, path, x, y):
    """The share of right labels of the saved file's weights on raw pixels."""
    saved = load_file(path)
    for step, layer in network:
        for name in layer.parameters:
            layer.parameters[name] = saved[f"{step}.{name}"]
    return float((forward(network, x.astype(np.float32)).argmax(1) == y).mean())


RECIPES = {
    "digits_mlp": (mlp, dict(epochs=200, rate=4e-3, decay=0.05, shift=0.05)),
    "digits_cnn": (cnn, dict(epochs=100, rate=6e-3, decay=0.02, shift=0.25)),
}


def compare():
    """What chose the CNN's head: four-fold cross-validation inside the training pictures only."""
    x, y, _, _ = load_split()
    for head in ("flatten", "pool", "average"):
        scores = []
        folds = StratifiedKFold(4, shuffle=True, random_state=3).split(x, y)
        for seed, (rest, fold) in enumerate(folds):
            rng = np.random.default_rng(seed)
            network = cnn(rng, head)
            train(network, x[rest], y[rest], rng, **RECIPES["digits_cnn"][1])
            logits = forward(network, x[fold].astype(np.float32) / PIXEL_MAX)
            scores.append(float((logits.argmax(1) == y[fold]).mean()))
        print(f"{head}: {sum(v.size for v in tensors(network).values())} parameters, {np.mean(scores):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=RESOURCES, help="default: the example's resources")
    parser.add_argument("--compare", action="store_true", help="cross-validate the CNN's heads and write nothing")
    arguments = parser.parse_args()
    if arguments.compare:
        compare()
        return
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    x, y, test_x, test_y = load_split()
    np.savez_compressed(out / "digits_train.npz", x=x, y=y)
    np.savez_compressed(out / "digits_test.npz", x=test_x, y=test_y)
    print(f"{len(y)} training pictures, {len(test_y)} held out")
    for name, (build, recipe) in RECIPES.items():
        rng = np.random.default_rng(TRAIN_SEED)
        network = build(rng)
        train(network, x, y, rng, **recipe)
        path = out / f"{name}.safetensors"
        named = tensors(network)
        save_file(named, path)
        path.chmod(0o644)  # safetensors makes it private
        right = accuracy(network, path, test_x, test_y)
        fitted = accuracy(network, path, x, y)
        print(f"{name}: {sum(v.size for v in named.values())} parameters, float accuracy {right:.4f} held out "
              f"({round(right * len(test_y))} of {len(test_y)}), {fitted:.4f} training")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Trains the gestures: python train.py TRAIN.npz TEST.npz FOLDER

The files hold the figures of the chip, written by dev.thimble.data.FeatureWriter: clips x windows x figures. FOLDER gets
gesture.safetensors, gesture_train.npz and gesture_test.npz. Plain NumPy, fixed seed.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

HIDDEN, CLASSES = 12, 5
EPOCHS = 1500
RATE = 0.01


def load(path):
    arrays = np.load(path)
    figures = arrays["features"]
    return figures.reshape(-1, figures.shape[2]), np.repeat(arrays["y"], figures.shape[1])


def scores(p, x):
    hidden = np.maximum(x @ p["hidden.weight"].T + p["hidden.bias"], 0)
    return hidden, hidden @ p["logits.weight"].T + p["logits.bias"]


def train(x, y):
    rng = np.random.default_rng(5)
    p = {
        "hidden.weight": rng.standard_normal((HIDDEN, x.shape[1])) * np.sqrt(2 / x.shape[1]),
        "hidden.bias": np.zeros(HIDDEN),
        "logits.weight": rng.standard_normal((CLASSES, HIDDEN)) * np.sqrt(2 / HIDDEN),
        "logits.bias": np.zeros(CLASSES),
    }
    first = {k: np.zeros_like(v) for k, v in p.items()}
    second = {k: np.zeros_like(v) for k, v in p.items()}
    wanted = np.eye(CLASSES)[y]
    for epoch in range(1, EPOCHS + 1):
        hidden, out = scores(p, x)
        out = np.exp(out - out.max(axis=1, keepdims=True))
        error = (out / out.sum(axis=1, keepdims=True) - wanted) / len(x)
        back = (error @ p["logits.weight"]) * (hidden > 0)
        gradients = {
            "hidden.weight": back.T @ x,
            "hidden.bias": back.sum(0),
            "logits.weight": error.T @ hidden,
            "logits.bias": error.sum(0),
        }
        for k, g in gradients.items():
            g = g + 1e-4 * p[k]
            first[k] = 0.9 * first[k] + 0.1 * g
            second[k] = 0.999 * second[k] + 0.001 * g * g
            step = first[k] / (1 - 0.9**epoch) / (np.sqrt(second[k] / (1 - 0.999**epoch)) + 1e-8)
            p[k] = p[k] - RATE * step
    return p


def main():
    folder = pathlib.Path(sys.argv[3])
    data = {"train": load(sys.argv[1]), "test": load(sys.argv[2])}
    mean, spread = data["train"][0].mean(axis=0), data["train"][0].std(axis=0)
    # What @Normalise gives: deviations, within four of them.
    scaled = {part: np.clip((x - mean) / np.maximum(spread, 1e-9), -4, 4) for part, (x, _) in data.items()}
    p = train(scaled["train"], data["train"][1])
    for part, (_, y) in data.items():
        right = scores(p, scaled[part])[1].argmax(axis=1) == y
        print(f"{part}: {right.mean():.4f} of {len(y)} windows")
    save_file({k: v.astype(np.float32) for k, v in p.items()}, folder / "gesture.safetensors")
    for part, (x, y) in data.items():
        np.savez_compressed(folder / f"gesture_{part}.npz", features=x.astype(np.float32), y=y.astype(np.int32))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Trains the network of the mosquito example: python train.py TRAIN.npz TEST.npz WEIGHTS.safetensors

The features are those of the chip: dev.thimble.data.FeatureWriter wrote them. Plain NumPy, fixed seed.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import sys

import numpy as np
from safetensors.numpy import save_file

HIDDEN = 12
EPOCHS = 1500
RATE = 0.01


def load(path):
    arrays = np.load(path)
    return arrays["window"].mean(axis=1), arrays["y"]


def scores(p, x):
    hidden = np.maximum(x @ p["w1"].T + p["b1"], 0)
    return hidden, hidden @ p["w2"].T + p["b2"]


def train(x, y):
    rng = np.random.default_rng(5)
    p = {
        "w1": rng.standard_normal((HIDDEN, x.shape[1])) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(HIDDEN),
        "w2": rng.standard_normal((3, HIDDEN)) * np.sqrt(2 / HIDDEN),
        "b2": np.zeros(3),
    }
    first = {k: np.zeros_like(v) for k, v in p.items()}
    second = {k: np.zeros_like(v) for k, v in p.items()}
    wanted = np.eye(3)[y]
    for epoch in range(1, EPOCHS + 1):
        hidden, out = scores(p, x)
        out = np.exp(out - out.max(axis=1, keepdims=True))
        error = (out / out.sum(axis=1, keepdims=True) - wanted) / len(x)
        back = (error @ p["w2"]) * (hidden > 0)
        gradients = {"w1": back.T @ x, "b1": back.sum(0), "w2": error.T @ hidden, "b2": error.sum(0)}
        for k, g in gradients.items():
            g = g + 1e-4 * p[k]
            first[k] = 0.9 * first[k] + 0.1 * g
            second[k] = 0.999 * second[k] + 0.001 * g * g
            step = first[k] / (1 - 0.9**epoch) / (np.sqrt(second[k] / (1 - 0.999**epoch)) + 1e-8)
            p[k] = p[k] - RATE * step
    return p


def main():
    x, y = load(sys.argv[1])
    mean, spread = x.mean(axis=0), x.std()
    p = train((x - mean) / spread, y)
    for name, path in (("train", sys.argv[1]), ("test", sys.argv[2])):
        px, py = load(path)
        right = scores(p, (px - mean) / spread)[1].argmax(axis=1) == py
        print(f"{name}: {right.mean():.4f} of {len(py)}")
    w1 = p["w1"] / spread
    save_file(
        {
            "hidden.weight": w1.astype(np.float32),
            "hidden.bias": (p["b1"] - w1 @ mean).astype(np.float32),
            "logits.weight": p["w2"].astype(np.float32),
            "logits.bias": p["b2"].astype(np.float32),
        },
        sys.argv[3],
    )


if __name__ == "__main__":
    main()

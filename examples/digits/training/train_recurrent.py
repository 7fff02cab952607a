#!/usr/bin/env python3
"""Trains the two recurrent networks of the digits example, which read a picture row by row.

    pip install -r requirements-recurrent.txt
    python train_recurrent.py

Reads digits_train.npz and digits_test.npz, which train_digits.py wrote, and writes digits_gru.safetensors and
digits_lstm.safetensors beside them. PyTorch, one thread, fixed seeds.
"""

import pathlib

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

RESOURCES = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/dev/thimble/examples/digits"
UNITS = 20
EPOCHS = 120
BATCH = 32
RATE = 8e-3
PIXEL_MAX = 16


class Net(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.state = layer(8, UNITS, batch_first=True)
        self.logits = nn.Linear(UNITS, 10)

    def forward(self, x):
        return self.logits(self.state(x)[0][:, -1])


def load(name):
    arrays = np.load(RESOURCES / name)
    return torch.from_numpy(arrays["x"][..., 0].astype(np.float32)), torch.from_numpy(arrays["y"].astype(np.int64))


def shifted(x):
    """Each picture moved by at most one pixel along each axis, zeros moving in."""
    padded = nn.functional.pad(x, (1, 1, 1, 1))
    moves = torch.where(torch.rand(len(x), 2) < 0.2, torch.randint(0, 2, (len(x), 2)) * 2, torch.ones(len(x), 2, dtype=int))
    return torch.stack([p[r : r + 8, c : c + 8] for p, (r, c) in zip(padded, moves.tolist())])


def train(net, x, y):
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, EPOCHS * -(-len(x) // BATCH))
    loss = nn.CrossEntropyLoss(label_smoothing=0.05)
    for _ in range(EPOCHS):
        pictures = shifted(x) / PIXEL_MAX
        for chosen in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            loss(net(pictures[chosen]), y[chosen]).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()


def right(net, x, y):
    with torch.no_grad():
        return int((net(x).argmax(1) == y).sum())


def main():
    torch.set_num_threads(1)
    x, y = load("digits_train.npz")
    test_x, test_y = load("digits_test.npz")
    for name, layer in (("gru", nn.GRU), ("lstm", nn.LSTM)):
        torch.manual_seed(7)
        net = Net(layer)
        train(net, x, y)
        with torch.no_grad():
            net.state.weight_ih_l0 /= PIXEL_MAX  # raw pixels from here on
        path = RESOURCES / f"digits_{name}.safetensors"
        save_file({k: v.contiguous() for k, v in net.state_dict().items()}, path)
        path.chmod(0o644)
        count = sum(p.numel() for p in net.parameters())
        print(f"digits_{name}: {count} parameters, {right(net, test_x, test_y)} of {len(test_y)} held out, "
              f"{right(net, x, y)} of {len(y)} training", flush=True)


if __name__ == "__main__":
    main()

"""Trains the network of this example and saves it twice: as a program of PyTorch Mobile and as bare weights.

python3 -m venv env && env/bin/pip install -r requirements.txt && env/bin/python train.py

One thread and fixed seeds: the same versions give the same weights (the archive's folder is named after the file).
"""

import pathlib

import numpy as np
import torch
from safetensors.torch import save_file
from sklearn.datasets import load_digits
from torch import nn

OUT = pathlib.Path(__file__).parent.parent / "src/main/resources/dev/thimble/examples/pytorch"
SEED = 20260601
EPOCHS = 80
HELD_OUT = 360
CALIBRATION = 256


class Digits(nn.Module):
    """Raw pixels [1, 8, 8] from 0 to 16; what the layers are called is what the steps of the class are called."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 8, 3, padding=1, bias=False)
        self.edges = nn.BatchNorm2d(8)
        self.depthwise = nn.Conv2d(8, 8, 3, padding=1, groups=8)
        self.mix = nn.Conv2d(8, 16, 1)
        self.scores = nn.Linear(16 * 2 * 2, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.edges(self.first(x))), 2)
        x = torch.relu(self.mix(torch.relu(self.depthwise(x))))
        x = nn.functional.max_pool2d(x, 2)
        return self.scores(torch.flatten(x, 1))


def train(model, x, y):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
        schedule.step()


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    pictures, labels = load_digits(return_X_y=True)
    pictures = pictures.reshape(-1, 8, 8).astype("uint8")
    order = np.random.default_rng(SEED).permutation(len(pictures))
    held_out, rest = order[:HELD_OUT], order[HELD_OUT:]
    model = Digits()
    train(model, torch.from_numpy(pictures[rest].astype("float32"))[:, None], torch.from_numpy(labels[rest]))
    model.eval()
    with torch.no_grad():
        test = torch.from_numpy(pictures[held_out].astype("float32"))[:, None]
        right = int((model(test).argmax(1).numpy() == labels[held_out]).sum())
        print(f"{right} of {HELD_OUT} held-out pictures in reals")
    OUT.mkdir(parents=True, exist_ok=True)
    torch.jit.script(model)._save_for_lite_interpreter(str(OUT / "digits.ptl"))
    save_file({name: value for name, value in model.state_dict().items() if value.ndim}, OUT / "digits.safetensors")
    np.savez_compressed(OUT / "calibration.npz", x=pictures[rest[:CALIBRATION], :, :, None])
    np.savez_compressed(OUT / "test.npz", x=pictures[held_out, :, :, None], y=labels[held_out].astype("uint8"))


if __name__ == "__main__":
    main()

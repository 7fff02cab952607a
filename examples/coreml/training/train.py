"""Trains the network of this example, converts it to Core ML, and writes what the model class reads.

python3 -m venv env && env/bin/pip install -r requirements.txt && env/bin/python train.py

One thread and fixed seeds: the same versions give the same files (but for the identifiers in the
package's manifest, which coremltools draws).
"""

import pathlib
import shutil

import coremltools as ct
import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn

OUT = pathlib.Path(__file__).parent.parent / "src/main/resources/dev/thimble/examples/coreml"
EPOCHS = 60
HELD_OUT = 360
CALIBRATION = 128


class Digits(nn.Module):
    """Pictures [1, 8, 8] from -1 to 1; batch normalisation, so that there is something to fold."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 8, 3, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.depthwise = nn.Conv2d(8, 8, 3, padding=1, groups=8)
        self.mix = nn.Conv2d(8, 16, 1)
        self.last = nn.Linear(16 * 2 * 2, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.norm(self.first(x))), 2)
        x = torch.relu(self.mix(torch.relu(self.depthwise(x))))
        x = nn.functional.avg_pool2d(x, 2)
        return torch.softmax(self.last(torch.flatten(x, 1)), 1)


def train(model, x, y):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            loss = nn.functional.nll_loss(torch.log(model(x[batch]) + 1e-9), y[batch])
            loss.backward()
            optimizer.step()
        schedule.step()


def main():
    torch.manual_seed(20260501)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    pictures, labels = load_digits(return_X_y=True)
    pictures = pictures.reshape(-1, 8, 8).astype("uint8")
    order = np.random.default_rng(20260501).permutation(len(pictures))
    held_out, rest = order[:HELD_OUT], order[HELD_OUT:]
    x = torch.from_numpy(pictures[rest].astype("float32") / 8 - 1)[:, None]
    model = Digits()
    train(model, x, torch.from_numpy(labels[rest]))
    model.eval()
    with torch.no_grad():
        test = torch.from_numpy(pictures[held_out].astype("float32") / 8 - 1)[:, None]
        right = int((model(test).argmax(1).numpy() == labels[held_out]).sum())
        print(f"{right} of {HELD_OUT} held-out pictures in reals")
    # The scale and the bias of the picture and the names of the classes travel in the file.
    converted = ct.convert(
        torch.jit.trace(model, x[:1]),
        inputs=[ct.ImageType(name="picture", shape=(1, 1, 8, 8), scale=1 / 8, bias=-1, color_layout=ct.colorlayout.GRAYSCALE)],
        classifier_config=ct.ClassifierConfig([str(digit) for digit in range(10)]),
        compute_precision=ct.precision.FLOAT16,
        minimum_deployment_target=ct.target.iOS15,
    )
    OUT.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(OUT / "digits.mlpackage", ignore_errors=True)
    converted.save(str(OUT / "digits.mlpackage"))
    np.savez_compressed(OUT / "calibration.npz", x=pictures[rest[:CALIBRATION], :, :, None])
    np.savez_compressed(
        OUT / "test.npz", x=pictures[held_out, :, :, None], y=labels[held_out].astype("uint8")
    )


if __name__ == "__main__":
    main()

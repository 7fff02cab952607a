"""Trains both networks on synthesised pictures and writes weights and data for the processor."""

import pathlib
import sys

import numpy as np
import torch
from torch import nn

import objects

CAMERA = 40
MARGIN = (CAMERA - 32) // 2
TRAIN, TEST, SHIPPED, CALIBRATION = 5_600, 1_400, 140, 105
SEED = 7


class Colour(nn.Module):
    """32 x 32 pixels in colour."""

    def __init__(self):
        super().__init__()
        self.edges = nn.Conv2d(3, 8, 3, padding=1)
        self.parts = nn.Conv2d(8, 16, 3, padding=1)
        self.forms = nn.Conv2d(16, 24, 3, padding=1)
        self.logits = nn.Linear(24 * 4 * 4, len(objects.CLASSES))

    def forward(self, x):
        for layer in (self.edges, self.parts, self.forms):
            x = nn.functional.max_pool2d(torch.relu(layer(x)), 2)
        return self.logits(x.flatten(1))


class Small(nn.Module):
    """16 x 16 pixels in grey."""

    def __init__(self):
        super().__init__()
        self.edges = nn.Conv2d(1, 8, 3, stride=2, padding=0)
        self.parts = nn.Conv2d(8, 16, 3, stride=2, padding=0)
        self.hidden = nn.Linear(16 * 4 * 4, 16)
        self.logits = nn.Linear(16, len(objects.CLASSES))

    def forward(self, x):
        # SAME padding at a stride of 2 pads behind, not before.
        x = torch.relu(self.edges(nn.functional.pad(x, (0, 1, 0, 1))))
        x = torch.relu(self.parts(nn.functional.pad(x, (0, 1, 0, 1))))
        return self.logits(torch.relu(self.hidden(x.flatten(1))))


def fitted(model, x, y, epochs):
    torch.manual_seed(SEED)
    for layer in model.children():
        layer.reset_parameters()
    optimiser = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=1e-3)
    steps = epochs * ((len(x) + 127) // 128)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 6e-3, steps)
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(128):
            optimiser.zero_grad()
            inputs = x[batch]
            if torch.rand(()) < 0.5:
                inputs = inputs.flip(-1)
            nn.functional.cross_entropy(model(inputs), y[batch], label_smoothing=0.05).backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def accuracy(model, x, y):
    with torch.no_grad():
        return (model(x).argmax(1) == y).float().mean().item()


def tensors(colours):
    return torch.tensor(colours / 255, dtype=torch.float32).permute(0, 3, 1, 2)


def bytes_of(words):
    """Two bytes a pixel, the lower one first."""
    return np.stack([words & 255, words >> 8], -1).astype(np.uint8)


def halves(pictures):
    """Means of two by two pixels, in integers."""
    n, size = pictures.shape[:2]
    return np.rint(pictures.reshape(n, size // 2, 2, size // 2, 2).mean((2, 4)))


def arrays(model):
    """The weights for pixels from 0 to 255."""
    state = {name: value.numpy().copy() for name, value in model.state_dict().items()}
    state["edges.weight"] /= 255
    return state


def main(folder):
    torch.set_num_threads(1)
    train, train_labels = objects.pictures(TRAIN, 1_000_000, CAMERA)
    test, test_labels = objects.pictures(TEST, 2_000_000, CAMERA)
    words, test_words = objects.rgb565(train), objects.rgb565(test)
    inner = np.s_[:, MARGIN : MARGIN + 32, MARGIN : MARGIN + 32]
    colours, test_colours = objects.decoded(words)[inner], objects.decoded(test_words)[inner]
    greys, test_greys = halves(objects.grey(colours)), halves(objects.grey(test_colours))
    y, test_y = torch.tensor(train_labels), torch.tensor(test_labels)
    colour = fitted(Colour(), tensors(colours), y, 12)
    small = fitted(Small(), tensors(greys[..., None]), y, 25)
    print(f"colour, 32 x 32: {accuracy(colour, tensors(test_colours), test_y):.4f} of {TEST}")
    print(f"grey, 16 x 16: {accuracy(small, tensors(test_greys[..., None]), test_y):.4f} of {TEST}")
    np.savez_compressed(folder / "colour_weights.npz", **arrays(colour))
    np.savez_compressed(folder / "small_weights.npz", **arrays(small))
    some = np.random.default_rng(SEED).permutation(TRAIN)[:CALIBRATION]
    np.savez_compressed(folder / "camera_train.npz", camera=bytes_of(words[some]))
    np.savez_compressed(folder / "small_train.npz", picture=greys[some, ..., None].astype(np.uint8))
    shown = np.s_[:SHIPPED]
    labels = test_labels.astype(np.uint8)
    np.savez_compressed(folder / "camera_test.npz", camera=bytes_of(test_words[shown]), y=labels[shown])
    np.savez_compressed(folder / "small_test.npz", picture=test_greys[: 5 * SHIPPED, ..., None].astype(np.uint8), y=labels[: 5 * SHIPPED])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

#!/usr/bin/env python3
"""Trains the wake word: python train.py TRAIN.npz TALK.npz TEST.npz FOLDER

The features are those of the chip, written by dev.thimble.data.FeatureWriter: clips x frames x 40. TALK has none of the
wake word. FOLDER gets wakeword.safetensors, wakeword_train.npz (calibration) and wakeword_test.npz (evaluation).
PyTorch, one thread, fixed seeds.
"""

import pathlib
import sys

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

FRAMES, BANDS = 65, 40
ENDS = (0, 3, 6, 9, 12)  # frames between the end of a window with the word and that of its clip
EPOCHS = 14
BATCH = 256


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.sounds = nn.Conv2d(BANDS, 16, (5, 1), stride=(2, 1))
        self.syllables = nn.Conv2d(16, 16, (9, 1), groups=16)
        self.parts = nn.Conv2d(16, 24, 1)
        self.logits = nn.Linear(24 * 23, 2)
        self.drop = nn.Dropout(0.3)

    def forward(self, x):
        x = x.transpose(1, 2).unsqueeze(3)
        x = torch.relu(self.sounds(x))
        x = torch.relu(self.syllables(x))
        x = torch.relu(self.parts(x))
        return self.logits(self.drop(x.flatten(1)))


def windows(clips, ends):
    return np.concatenate([clips[:, clips.shape[1] - e - FRAMES : clips.shape[1] - e] for e in ends])


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rng = np.random.default_rng(1)
    train, talk, test = (np.load(p) for p in sys.argv[1:4])
    folder = pathlib.Path(sys.argv[4])
    spoken = windows(train["spectrum"][train["y"] == 1], ENDS)
    others = [windows(train["spectrum"][train["y"] == 0], (0, 4, 9, 15, 30))]
    # The word just begun, or almost over, is neither: half a second before and after count as nothing.
    others.append(windows(train["spectrum"][train["y"] == 1], (45, 60)))
    for minute in talk["spectrum"]:
        others.append(np.stack([minute[at : at + FRAMES] for at in range(0, len(minute) - FRAMES, 6)]))
    others = np.concatenate(others)
    x = torch.from_numpy(np.concatenate([spoken, others]))
    y = torch.from_numpy(np.r_[np.ones(len(spoken), np.int64), np.zeros(len(others), np.int64)])
    print(f"{len(spoken)} windows with the word, {len(others)} without", flush=True)
    net = Net()
    scale = x.std().item()
    optimiser = torch.optim.Adam(net.parameters(), 2e-3, weight_decay=1e-5)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    weights = torch.tensor([1.0, 1.0])
    hard = torch.arange(len(x))
    for epoch in range(EPOCHS):
        net.train()
        order = hard[torch.from_numpy(rng.permutation(len(hard)))]
        total = 0.0
        for at in range(0, len(order), BATCH):
            index = order[at : at + BATCH]
            batch = x[index] / scale
            # Masks in time and in frequency.
            for _ in range(2):
                band, frame = rng.integers(0, BANDS - 4), rng.integers(0, FRAMES - 6)
                batch[:, :, band : band + rng.integers(0, 5)] = 0
                batch[:, frame : frame + rng.integers(0, 7)] = 0
            optimiser.zero_grad()
            loss = nn.functional.cross_entropy(net(batch), y[index], weight=weights, label_smoothing=0.02)
            loss.backward()
            optimiser.step()
            total += loss.item() * len(index)
        schedule.step()
        net.eval()
        with torch.no_grad():
            score = torch.cat([torch.softmax(net(b / scale), 1)[:, 1] for b in x.split(4096)])
        wrong = (score > 0.5) != (y == 1)
        print(f"epoch {epoch}: loss {total / len(order):.4f}, {int(wrong.sum())} of {len(x)} wrong", flush=True)
        # Windows that are far from wrong are seen every other epoch only.
        far = ((score < 0.05) & (y == 0)).numpy()
        seen = ~far | (rng.random(len(far)) < 0.4)
        hard = torch.from_numpy(np.flatnonzero(seen))
    state = {k: v.numpy().astype(np.float32) for k, v in net.state_dict().items()}
    state["sounds.weight"] = state["sounds.weight"] / np.float32(scale)
    save_file(state, folder / "wakeword.safetensors")
    tested = windows(test["spectrum"], (5,)).astype(np.float32)
    with torch.no_grad():
        right = net(torch.from_numpy(tested) / scale).argmax(1).numpy() == test["y"]
    print(f"test voices: {right.mean():.4f} of {len(right)} windows")
    pick = rng.permutation(len(x))[:60]
    picked = np.concatenate([x.numpy()[pick], spoken[rng.permutation(len(spoken))[:60]]])
    np.savez_compressed(folder / "wakeword_train.npz", window=np.round(picked, 2).astype(np.float16))
    some = np.r_[0:60, 300:360]
    np.savez_compressed(
        folder / "wakeword_test.npz", window=np.round(tested[some], 2).astype(np.float16), y=test["y"][some]
    )


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes recordings of wings: python synthesise.py FOLDER

FOLDER gets train/ and test/ with none.wav, culex.wav and aedes.wav: clips of 1,952 samples at 4 kHz, one after the other.
The test clips have insects, distances and noises of their own. Fixed seeds; the same bytes each time.

Wingbeats are tones with harmonics whose pitch drifts. The pitches of females lie within what Mukundarajan et al., "Using
mobile phones as acoustic sensors for high-throughput mosquito surveillance", eLife 6:e27854 (2017), report for Culex
(here 330 to 440 Hz) and Aedes (here 470 to 620 Hz). Real species overlap more than these do, and change with
temperature: this is an example, not a survey.
"""

import pathlib
import sys
import wave

import numpy as np

RATE = 4000
CLIP = 128 + 19 * 96
PITCHES = {"culex": (330, 440), "aedes": (470, 620)}
CLIPS = {"train": 160, "test": 40}
SEEDS = {"train": 1, "test": 2}


def coloured_noise(rng, count):
    """Noise between white and brown, of random loudness."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    slope = rng.uniform(0, 1.2)
    spectrum /= np.maximum(1, np.arange(len(spectrum))) ** slope
    noise = np.fft.irfft(spectrum, count)
    return noise / np.std(noise)


def wings(rng, low, high, count):
    """One insect: harmonics that fall off, a pitch that drifts, coming nearer and going away."""
    time = np.arange(count) / RATE
    pitch = rng.uniform(low, high) * (1 + rng.uniform(-0.03, 0.03) * time + 0.01 * np.sin(2 * np.pi * rng.uniform(2, 9) * time))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = np.zeros(count)
    for harmonic in range(1, 6):
        if pitch.max() * harmonic < RATE / 2:
            tone += rng.uniform(0.4, 1) * 0.55 ** (harmonic - 1) * np.sin(harmonic * phase + rng.uniform(0, 2 * np.pi))
    near = 0.6 + 0.4 * np.sin(2 * np.pi * rng.uniform(0.3, 2) * time + rng.uniform(0, 2 * np.pi))
    return tone * near


def clip(rng, name):
    """A clip of a class: "none" is noise, mains hum, voices' low tones or a fly."""
    noise = coloured_noise(rng, CLIP)
    loudness = 10 ** rng.uniform(1.6, 3.3)
    if name == "none":
        kind = rng.integers(0, 4)
        other = np.zeros(CLIP)
        if kind == 1:
            other = wings(rng, 140, 230, CLIP)
        elif kind == 2:
            other = wings(rng, 49.5, 50.5, CLIP)
        elif kind == 3:
            other = wings(rng, 90, 200, CLIP) * (rng.random() + np.sin(2 * np.pi * 4 * np.arange(CLIP) / RATE))
        mixed = noise + rng.uniform(0, 3) * other
    else:
        mixed = noise * 10 ** rng.uniform(-1.2, 0.1) + wings(rng, *PITCHES[name], CLIP)
    return np.clip(np.round(mixed * loudness), -32768, 32767).astype("<i2")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for part, count in CLIPS.items():
        rng = np.random.default_rng(SEEDS[part])
        folder = pathlib.Path(sys.argv[1], part)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("none", "culex", "aedes"):
            samples = np.concatenate([clip(rng, name) for _ in range(count)])
            with wave.open(str(folder / f"{name}.wav"), "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(2)
                out.setframerate(RATE)
                out.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()

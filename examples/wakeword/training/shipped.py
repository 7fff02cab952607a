#!/usr/bin/env python3
"""Keeps a few test clips small enough to ship: python shipped.py FOLDER RESOURCES

The first clips of FOLDER/test as 8 bits by the mu law, which Java reads.
"""

import pathlib
import struct
import sys
import wave

import numpy as np

CLIP, CLIPS, RATE = 41600, 10, 16000


def mu_law(samples):
    """ITU-T G.711."""
    x = samples.astype(np.int32)
    sign = np.where(x < 0, 0x80, 0)
    size = np.minimum(np.abs(x), 32635) + 132
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    mantissa = (size >> (exponent + 3)) & 15
    return (~(sign | exponent << 4 | mantissa) & 255).astype(np.uint8)


def main():
    for name in ("positive", "negative"):
        with wave.open(f"{sys.argv[1]}/test/{name}.wav") as sound:
            samples = np.frombuffer(sound.readframes(CLIP * CLIPS), "<i2")
        data = mu_law(samples).tobytes()
        head = b"WAVEfmt " + struct.pack("<IHHIIHHH", 18, 7, 1, RATE, RATE, 1, 8, 0)
        head += b"fact" + struct.pack("<II", 4, len(data)) + b"data" + struct.pack("<I", len(data))
        body = b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data
        pathlib.Path(sys.argv[2], f"{name}.wav").write_bytes(body)


if __name__ == "__main__":
    main()

"""The audio front ends of TensorFlow Lite, as their Python packages run them.

    python frontend_wheels.py MICRO < samples             # pip install pymicro-features
    python frontend_wheels.py SIGNAL MODEL < samples      # pip install numpy tflite-micro

Reads 16-bit samples at 16 kHz, prints the 40 integers of each frame on a line. Ends with 3 where the package is not there.
"""

import sys

WINDOW = 480


def micro(samples):
    from pymicro_features import MicroFrontend

    frontend = MicroFrontend()
    for at in range(0, len(samples) - 319, 320):
        features = frontend.process_samples(samples[at : at + 320]).features
        if features:
            yield [round(f / 0.0390625) for f in features]


def signal(samples, model):
    import numpy as np
    from tflite_micro.python.tflite_micro import runtime

    interpreter = runtime.Interpreter.from_file(model)
    pcm = np.frombuffer(samples, "<i2")
    for at in range(0, len(pcm) - WINDOW + 1, 320):
        interpreter.set_input(pcm[at : at + WINDOW].reshape(1, WINDOW), 0)
        interpreter.invoke()
        yield interpreter.get_output(0).astype(int).tolist()


def main():
    samples = sys.stdin.buffer.read()
    try:
        frames = micro(samples) if sys.argv[1] == "MICRO" else signal(samples, sys.argv[2])
        for frame in frames:
            print(*frame)
    except ImportError:
        sys.exit(3)


main()

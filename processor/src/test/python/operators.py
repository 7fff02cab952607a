"""Asks TensorFlow Lite for Microcontrollers what it makes of the models of TinyOperators.

    python operators.py FOLDER operators.csv

FOLDER holds what TinyOperators.main wrote. Models that the table has no line for are run on seeded
inputs, edges first, several calls in a row; their lines are added: name;inputs;first output.
Needs numpy and tflite-micro.
"""

import pathlib
import sys
import zlib

import numpy as np
from tflite_micro.python.tflite_micro import runtime

CALLS = 6


def inputs(generator, details, call):
    limits = np.iinfo(details["dtype"])
    shape = details["shape"]
    if call == 0:
        return np.full(shape, limits.min, limits.dtype)
    if call == 1:
        return np.full(shape, limits.max, limits.dtype)
    if call == 2:
        return generator.integers(-3, 4, shape).astype(limits.dtype)
    return generator.integers(limits.min, limits.max + 1, shape).astype(limits.dtype)


def count_inputs(interpreter):
    count = 1
    while True:
        try:
            interpreter.get_input_details(count)
        except (IndexError, RuntimeError):
            return count
        count += 1


def line(path):
    interpreter = runtime.Interpreter.from_file(str(path))
    generator = np.random.default_rng(zlib.crc32(path.stem.encode()))
    count = count_inputs(interpreter)
    fed, results = {}, []
    for call in range(CALLS):
        for index in range(count):
            details = interpreter.get_input_details(index)
            values = inputs(generator, details, call)
            if path.stem.startswith("divide") and index == 1:
                # The reference does not divide by zero, which is -128.
                values = np.maximum(values, -100)
            interpreter.set_input(values, index)
            fed.setdefault(index, []).extend(values.flatten().tolist())
        interpreter.invoke()
        results.extend(interpreter.get_output(0).flatten().tolist())
    fields = [fed[index] for index in sorted(fed)] + [results]
    return path.stem + ";" + ";".join(" ".join(map(str, field)) for field in fields)


def main(folder, table):
    lines = pathlib.Path(table).read_text().splitlines()
    known = {text.split(";")[0] for text in lines}
    for path in sorted(pathlib.Path(folder).glob("*.tflite")):
        if path.stem not in known:
            lines.append(line(path))
    pathlib.Path(table).write_text("\n".join(sorted(lines)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

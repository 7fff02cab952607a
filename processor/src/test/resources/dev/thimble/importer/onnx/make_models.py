"""Makes the models of ONNX of the tests, and what ONNX Runtime computes of them.

Needs onnx and onnxruntime. Usage: python make_models.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import quantization as q

FLOAT = TensorProto.FLOAT
INT64 = TensorProto.INT64
SAMPLES = 8


class Model:
    """A graph in the making."""

    def __init__(self, seed, **inputs):
        self.random = np.random.default_rng(seed)
        self.nodes, self.constants, self.outputs, self.count = [], [], [], 0
        self.shapes = inputs

    def name(self):
        self.count += 1
        return f"t{self.count}"

    def const(self, array):
        name = self.name()
        self.constants.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def weights(self, *shape):
        scale = 1.5 / np.sqrt(max(1, np.prod(shape[1:])))
        return self.const((self.random.standard_normal(shape) * scale).astype(np.float32))

    def ints(self, *values):
        return self.const(np.array(values, np.int64))

    def op(self, kind, *inputs, outputs=1, **attributes):
        names = [self.name() for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def give(self, *names):
        self.outputs += names

    def conv(self, x, out, inn, *kernel, bias=True, **attributes):
        group = attributes.get("group", 1)
        more = [self.weights(out)] if bias else []
        return self.op("Conv", x, self.weights(out, inn // group, *kernel), *more, **attributes)

    normalised = True

    def norm(self, x, channels):
        if not self.normalised:
            return x
        r = self.random
        constants = [r.uniform(0.5, 1.5, channels), r.normal(size=channels),
                     r.normal(size=channels), r.uniform(0.5, 2, channels)]
        return self.op("BatchNormalization", x, *[self.const(c.astype(np.float32)) for c in constants])

    def build(self, opset=17):
        graph = helper.make_graph(
            self.nodes, "g",
            [helper.make_tensor_value_info(n, FLOAT, s) for n, s in self.shapes.items()],
            [helper.make_tensor_value_info(n, FLOAT, None) for n in self.outputs],
            self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
        return model


def tiny(norm=True):
    m = Model(1, x=[1, 2, 8, 8])
    m.normalised = norm
    x = m.op("Relu", m.norm(m.conv("x", 4, 2, 3, 3, bias=False, pads=[1, 1, 1, 1]), 4))
    x = m.op("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = m.op("Flatten", x)
    x = m.op("Relu", m.op("Gemm", x, m.weights(6, 64), m.weights(6), transB=1))
    m.give(m.op("Softmax", m.op("Gemm", x, m.weights(3, 6), m.weights(3), transB=1), axis=1))
    return m


def residual(norm=True):
    """Blocks of ResNet and MobileNet, with a mean over the picture."""
    m = Model(2, x=[1, 3, 12, 12])
    m.normalised = norm
    x = m.op("Relu", m.norm(m.conv("x", 8, 3, 3, 3, pads=[1, 1, 1, 1], strides=[2, 2]), 8))
    y = m.op("Relu", m.norm(m.conv(x, 8, 8, 3, 3, bias=False, pads=[1, 1, 1, 1]), 8))
    y = m.norm(m.conv(y, 8, 8, 3, 3, bias=False, pads=[1, 1, 1, 1]), 8)
    x = m.op("Relu", m.op("Add", x, y))
    y = m.op("Clip", m.norm(m.conv(x, 16, 8, 1, 1), 16), m.const(np.float32(0)), m.const(np.float32(6)))
    y = m.op("Clip", m.norm(m.conv(y, 16, 16, 3, 3, group=16, pads=[1, 1, 1, 1]), 16),
             m.const(np.float32(0)), m.const(np.float32(6)))
    x = m.op("Add", x, m.norm(m.conv(y, 8, 16, 1, 1), 8))
    s = m.op("GlobalAveragePool", x)
    s = m.op("Sigmoid", m.conv(m.op("Relu", m.conv(s, 4, 8, 1, 1)), 8, 4, 1, 1))
    x = m.op("Concat", m.op("Mul", x, s), m.conv(x, 4, 8, 3, 3, group=2, pads=[2, 2, 2, 2], dilations=[2, 2]), axis=1)
    x = m.op("ReduceMean", x, axes=[2, 3], keepdims=0)
    m.give(m.op("MatMul", x, m.weights(12, 5)))
    return m


def sequence():
    """Convolutions of a sequence, with shapes computed by the graph."""
    m = Model(3, x=["batch", 3, 24])
    x = m.op("Relu", m.conv("x", 6, 3, 5, pads=[2, 2], strides=[2]))
    x = m.op("LeakyRelu", m.conv(x, 12, 6, 3, group=6, pads=[2, 0]), alpha=0.1)
    x = m.op("AveragePool", x, kernel_shape=[3], strides=[2], pads=[1, 1], count_include_pad=1)
    batch = m.op("Unsqueeze", m.op("Gather", m.op("Shape", x), m.const(np.int64(0)), axis=0), m.ints(0))
    x = m.op("Reshape", x, m.op("Concat", batch, m.ints(-1), axis=0))
    m.give(m.op("Tanh", m.op("Add", m.op("MatMul", x, m.weights(72, 4)), m.weights(4))))
    return m


def operators():
    """One output for each operator, form by form."""
    m = Model(4, x=[1, 4, 6, 5], v=[1, 8])
    p = m.op("Add", m.op("Abs", "x"), m.const(np.float32(0.5)))
    for kind in ("Relu", "Sigmoid", "Tanh", "HardSwish", "Exp", "Abs", "Neg", "Elu", "HardSigmoid", "Identity"):
        m.give(m.op(kind, "x"))
    for kind in ("Log", "Sqrt", "Reciprocal"):
        m.give(m.op(kind, p))
    m.give(m.op("PRelu", "x", m.weights(4, 1, 1)), m.op("LeakyRelu", "x", alpha=0.3))
    m.give(m.op("Clip", "x", m.const(np.float32(-0.5)), m.const(np.float32(0.7))), m.op("Clip", "x", "", m.const(np.float32(0.3))))
    m.give(m.op("Pow", "x", m.const(np.float32(2))), m.op("Pow", p, m.const(np.float32(0.5))))
    for kind in ("Add", "Sub", "Mul", "Div", "Max", "Min"):
        m.give(m.op(kind, "x", m.const(m.random.uniform(0.5, 2, (4, 1, 1)).astype(np.float32))))
        m.give(m.op(kind, m.const(m.random.uniform(0.5, 2, (5,)).astype(np.float32)), p))
    m.give(m.op("Sum", "x", p, "x"), m.op("Mean", "x", p))
    m.give(m.op("MaxPool", "x", kernel_shape=[3, 2], strides=[2, 2], pads=[1, 0, 1, 1]))
    m.give(m.op("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1))
    m.give(m.op("MaxPool", "x", kernel_shape=[2, 2], dilations=[2, 2]))
    m.give(m.op("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]))
    m.give(m.op("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1))
    m.give(m.op("AveragePool", "x", kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_UPPER"))
    m.give(m.op("GlobalMaxPool", "x"), m.op("GlobalAveragePool", "x"))
    m.give(m.conv("x", 6, 4, 3, 3, auto_pad="SAME_UPPER", strides=[2, 2]))
    m.give(m.conv("x", 6, 4, 2, 2, auto_pad="SAME_LOWER"))
    m.give(m.conv("x", 8, 4, 3, 3, group=4, pads=[0, 1, 2, 3]), m.conv("x", 6, 4, 3, 3, group=2, dilations=[2, 1]))
    m.give(m.op("ConvTranspose", "x", m.weights(4, 3, 3, 3), m.weights(3), strides=[2, 2], pads=[1, 1, 0, 1], output_padding=[1, 0]))
    m.give(m.op("Flatten", "x"), m.op("Flatten", "x", axis=2))
    m.give(m.op("Reshape", "x", m.ints(0, 2, -1)), m.op("Reshape", "x", m.ints(1, 4, 30)), m.op("Reshape", "x", m.ints(1, 2, 2, 6, 5)))
    m.give(m.op("Transpose", "x", perm=[0, 2, 3, 1]), m.op("Transpose", "x"))
    m.give(m.op("Squeeze", m.op("Unsqueeze", "x", m.ints(2, -1)), m.ints(2)))
    m.give(m.op("Concat", "x", p, m.const(np.ones((1, 2, 6, 5), np.float32)), axis=1), m.op("Concat", "x", p, axis=-1))
    m.give(m.op("Slice", "x", m.ints(-1, 1), m.ints(-100, 4), m.ints(2, 3), m.ints(-2, 1)))
    m.give(*m.op("Split", "x", m.ints(1, 3), outputs=2, axis=1))
    m.give(m.op("Gather", "x", m.ints(3, 0, -2), axis=1), m.op("Gather", "x", m.const(np.int64(1)), axis=2))
    m.give(m.op("Pad", "x", m.ints(0, 1, 0, 2, 0, 0, 1, 0), m.const(np.float32(1.5))))
    m.give(m.op("Pad", "x", m.ints(0, 0, 2, 1, 0, 0, 1, 2), mode="reflect"), m.op("Pad", "x", m.ints(0, 0, -1, 0, 0, 0, 0, -2)))
    m.give(m.op("Tile", "x", m.ints(1, 2, 1, 3)), m.op("Expand", m.op("ReduceMax", "x", axes=[1]), m.ints(1, 4, 6, 5)))
    m.give(m.op("Resize", "x", "", m.const(np.array([1, 1, 2, 3], np.float32)), mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"))
    m.give(m.op("Resize", "x", "", "", m.ints(1, 4, 3, 10), mode="nearest"))
    m.give(m.op("DepthToSpace", "x", blocksize=2), m.op("DepthToSpace", "x", blocksize=2, mode="CRD"))
    m.give(m.op("ReduceMean", "x", axes=[1], keepdims=0), m.op("ReduceSum", "x", m.ints(2, 3)), m.op("ReduceMin", "x", axes=[3]))
    m.give(m.op("ReduceSumSquare", "x", axes=[1], keepdims=0))
    m.give(m.op("Softmax", "x", axis=1), m.op("LogSoftmax", "x"))
    m.give(m.op("LayerNormalization", "v", m.weights(8), m.weights(8)))
    m.give(m.op("Gemm", "v", m.weights(8, 3), m.weights(1, 3), alpha=0.5, beta=2.0))
    m.give(m.op("MatMul", "x", m.weights(5, 3)), m.op("MatMul", m.weights(3, 6), "x"))
    m.give(m.op("Cast", "v", to=FLOAT), m.op("Dropout", "v"))
    m.give(m.op("Add", "v", m.op("ConstantOfShape", m.ints(1, 8), value=helper.make_tensor("c", FLOAT, [1], [2.5]))))
    m.give(m.op("Mul", "v", m.op("Cast", m.op("Size", "v"), to=FLOAT)))
    m.give(m.op("Add", m.op("Constant", value_float=2.0), "v"))
    return m


def recurrent():
    """All cells in all directions, each with its states and with its last one."""
    m = Model(8, x=[1, 6, 3])

    def layer(kind, x, gates, inn, units, sides, **attributes):
        weights = [m.weights(sides, gates * units, inn), m.weights(sides, gates * units, units)]
        bias = m.weights(sides, 2 * gates * units)
        return m.op(kind, x, *weights, bias, outputs=2, hidden_size=units, **attributes)

    x = m.op("Transpose", "x", perm=[1, 0, 2])
    y, h = layer("LSTM", x, 4, 3, 4, 2, direction="bidirectional")
    m.give(h)
    y = m.op("Reshape", m.op("Transpose", y, perm=[0, 2, 1, 3]), m.ints(0, 0, -1))
    y, h = layer("GRU", y, 3, 8, 5, 1, direction="reverse", linear_before_reset=1)
    m.give(h)
    y, h = layer("GRU", m.op("Squeeze", y, m.ints(1)), 3, 5, 4, 1)
    m.give(h)
    y, h = layer("RNN", m.op("Squeeze", y, m.ints(1)), 1, 4, 3, 1, activations=["Relu"])
    y, h = layer("RNN", m.op("Squeeze", y, m.ints(1)), 1, 3, 2, 1)
    m.give(y)
    return m


def functions():
    """Functions of each element, comparisons, and blocks of pixels."""
    m = Model(9, x=[1, 2, 3, 3])
    x = m.conv("x", 8, 2, 1, 1)
    x = m.op("DepthToSpace", x, blocksize=2, mode="CRD")
    x = m.op("SpaceToDepth", x, blocksize=2)
    for kind in ["Softplus", "Selu", "Celu", "Erf", "Mish"]:
        m.give(m.op(kind, x))
    m.give(m.op("Elu", x, alpha=0.3))
    limit, slope = m.const(np.float32(0.1)), m.const(np.float32(0.2))
    for kind in ["Greater", "GreaterOrEqual", "Less", "LessOrEqual"]:
        m.give(m.op("Where", m.op(kind, x, limit), x, m.op("Mul", x, slope)))
    return m


def gelu():
    m = Model(10, x=[1, 4])
    m.give(m.op("Gelu", "x"), m.op("Gelu", "x", approximate="tanh"))
    return m


def old():
    """Attributes where newer sets have inputs."""
    m = Model(5, x=[1, 2, 6, 6])
    x = m.op("Clip", m.conv("x", 4, 2, 3, 3), min=0.0, max=6.0)
    x = m.op("Pad", x, pads=[0, 0, 1, 1, 0, 0, 1, 1])
    x = m.op("ReduceMean", x, axes=[2], keepdims=1)
    x = m.op("Squeeze", x, axes=[2])
    a, b = m.op("Split", x, outputs=2, axis=1, split=[1, 3])
    x = m.op("Unsqueeze", m.op("Concat", b, a, axis=1), axes=[2])
    m.give(m.op("Softmax", m.op("Gemm", m.op("Flatten", x), m.weights(24, 3), m.weights(3)), axis=1))
    return m


def run(model, samples, fused=True):
    """What ONNX Runtime computes; not fused: in reals between QuantizeLinear and DequantizeLinear, as the file says.

    Fused kernels of 8-bit products saturate on processors without VNNI unless weights have 7 bits.
    """
    options = ort.SessionOptions()
    if not fused:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return [session.run(None, sample) for sample in samples]


def samples_of(model, count, seed):
    r = np.random.default_rng(seed)
    result = []
    for _ in range(count):
        sample = {}
        for i in model.graph.input:
            shape = [d.dim_value or 1 for d in i.type.tensor_type.shape.dim]
            sample[i.name] = r.standard_normal(shape).astype(np.float32)
        result.append(sample)
    return result


def write(folder, name, model, count=SAMPLES):
    samples = samples_of(model, count, 7)
    results = run(model, samples, not name.endswith("_qdq"))
    arrays = {f"in{i}": np.stack([s[n.name] for s in samples]) for i, n in enumerate(model.graph.input)}
    arrays |= {f"out{i}": np.stack([r[i] for r in results]) for i in range(len(results[0]))}
    if name.endswith("_qdq"):
        arrays["fused0"] = np.stack([r[0] for r in run(model, samples)])
    onnx.save(model, folder / f"{name}.onnx")
    np.savez_compressed(folder / f"{name}.npz", **arrays)


class Reader(q.CalibrationDataReader):
    def __init__(self, samples):
        self.samples = iter(samples)

    def get_next(self):
        return next(self.samples, None)


def quantised(folder, name, model, form, activations, weights, per_channel):
    path = folder / "float.tmp"
    onnx.save(model, path)
    out = folder / f"{name}.onnx"
    q.quantize_static(path, out, Reader(samples_of(model, 32, 9)), quant_format=form, activation_type=activations,
                      weight_type=weights, per_channel=per_channel)
    path.unlink()
    write(folder, name, onnx.load(out), 16)


def saturation(folder, weights, reduced):
    """Prints how many outputs the fused kernels of this processor give otherwise than what the file says."""
    path = folder / "reduced.tmp"
    onnx.save(residual(False).build(), path)
    q.quantize_static(path, path, Reader(samples_of(residual(False).build(), 32, 9)), quant_format=q.QuantFormat.QDQ,
                      activation_type=q.QuantType.QUInt8, weight_type=weights, reduce_range=reduced,
                      per_channel=weights == q.QuantType.QInt8)
    model = onnx.load(path)
    path.unlink()
    samples = samples_of(model, 64, 7)
    pairs = zip(run(model, samples), run(model, samples, fused=False))
    print(weights, "of 7 bits" if reduced else "of 8 bits", sum(int((~np.isclose(a[0], b[0])).sum()) for a, b in pairs))


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, "tiny", tiny().build())
    write(folder, "residual", residual().build())
    write(folder, "sequence", sequence().build())
    write(folder, "operators", operators().build(), 2)
    write(folder, "old", old().build(9))
    write(folder, "recurrent", recurrent().build(18), 4)
    write(folder, "functions", functions().build(18), 4)
    write(folder, "gelu", gelu().build(20), 4)
    U8, S8 = q.QuantType.QUInt8, q.QuantType.QInt8
    quantised(folder, "tiny_qdq", tiny(False).build(), q.QuantFormat.QDQ, S8, S8, True)
    quantised(folder, "tiny_qoperator", tiny(False).build(), q.QuantFormat.QOperator, U8, S8, False)
    quantised(folder, "residual_qdq", residual(False).build(), q.QuantFormat.QDQ, U8, S8, True)
    quantised(folder, "residual_qoperator", residual(False).build(), q.QuantFormat.QOperator, U8, U8, False)
    for weights, reduced in [(S8, False), (S8, True), (U8, False)]:
        saturation(folder, weights, reduced)


main()

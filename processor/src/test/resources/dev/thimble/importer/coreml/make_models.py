"""Makes the models of this folder and what they compute: python3 make_models.py (PyTorch, coremltools, NumPy)."""

import pathlib
import shutil

import coremltools as ct
import coremltools.optimize.coreml as cto
import numpy as np
import torch
import torch.nn.functional as f
from coremltools.models.neural_network import quantization_utils
from torch import nn

HERE = pathlib.Path(__file__).parent
torch.manual_seed(20260503)


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 8, 3, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.depthwise = nn.Conv2d(8, 8, 3, padding=1, groups=8)
        self.grouped = nn.Conv2d(8, 8, 1, groups=2)
        self.back = nn.ConvTranspose2d(8, 4, 2, stride=2)
        self.last = nn.Linear(4 * 4 * 4 + 8, 5)

    def forward(self, x):
        x = f.relu(self.norm(self.first(x)))
        y = f.leaky_relu(self.depthwise(x), 0.1) + f.silu(self.grouped(x))
        z = f.avg_pool2d(f.relu6(self.back(y)), 3, stride=3, padding=1)
        joined = torch.cat([torch.flatten(z, 1), y.mean((2, 3))], 1)
        return f.softmax(self.last(joined), 1)


class Steps(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(3, 6, 5, stride=2, padding=2)
        self.last = nn.Linear(12, 3)

    def forward(self, x):
        x = f.max_pool1d(f.elu(self.first(x)), 2).permute(0, 2, 1)
        a, b = torch.cat([x.mean(1), x.max(1).values], 1).chunk(2, 1)
        return self.last(torch.tanh(torch.cat([b, a * 2], 1)))


class Memories(nn.Module):
    """Both directions in a sequence, a simple layer of the last step behind."""

    def __init__(self):
        super().__init__()
        self.first = nn.LSTM(3, 5, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(10, 4, batch_first=True)
        self.third = nn.RNN(4, 6, nonlinearity="relu", batch_first=True)
        self.fourth = nn.RNN(6, 4, batch_first=True)

    def forward(self, x):
        x = self.second(self.first(x)[0])[0]
        return self.fourth(self.third(x)[0])[0][:, -1]


def convert(name, model, shape):
    model.eval()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
    x = torch.randn(8, *shape[1:])
    y = torch.cat([model(x[i : i + 1]) for i in range(8)]).detach().numpy()
    order = (0, 2, 3, 1) if x.ndim == 4 else (0, 2, 1)
    np.savez(HERE / f"{name}.npz", in0=np.ascontiguousarray(x.numpy().transpose(order)), out0=y)
    traced = torch.jit.trace(model, x[:1])
    inputs = [ct.TensorType(shape=shape, name="x")]
    single = ct.convert(traced, inputs=inputs, compute_precision=ct.precision.FLOAT32)
    save(single, f"{name}.mlpackage")
    layers = ct.convert(traced, inputs=inputs, convert_to="neuralnetwork")
    save(layers, f"{name}.mlmodel")
    return traced, inputs, single, layers


def save(model, file):
    shutil.rmtree(HERE / file, ignore_errors=True)
    model.save(str(HERE / file))


traced, inputs, single, layers = convert("small", Small(), (1, 2, 12, 12))
save(ct.convert(traced, inputs=inputs), "small_half.mlpackage")
palette = cto.OptimizationConfig(cto.OpPalettizerConfig(mode="kmeans", nbits=4, weight_threshold=10))
save(cto.palettize_weights(single, palette), "small_palette.mlpackage")
linear = cto.OptimizationConfig(cto.OpLinearQuantizerConfig(mode="linear", weight_threshold=10))
save(cto.linear_quantize_weights(single, linear), "small_linear.mlpackage")
sparse = cto.OptimizationConfig(cto.OpMagnitudePrunerConfig(target_sparsity=0.1, weight_threshold=10))
save(cto.prune_weights(single, sparse), "small_sparse.mlpackage")
late = ct.convert(
    traced, inputs=inputs, minimum_deployment_target=ct.target.iOS18, compute_precision=ct.precision.FLOAT32
)
save(cto.palettize_weights(late, palette), "small_late_palette.mlpackage")
blocks = cto.OptimizationConfig(
    cto.OpLinearQuantizerConfig(
        mode="linear_symmetric", dtype="int4", granularity="per_block", block_size=2, weight_threshold=10
    )
)
save(cto.linear_quantize_weights(late, blocks), "small_late_blocks.mlpackage")
for bits, mode in ((8, "linear"), (4, "linear_lut")):
    reduced = quantization_utils.quantize_weights(layers, bits, mode)
    spec = reduced if not hasattr(reduced, "get_spec") else reduced.get_spec()
    ct.models.utils.save_spec(spec, str(HERE / f"small_{bits}_{mode}.mlmodel"))
convert("steps", Steps(), (1, 3, 32))

torch.manual_seed(20261127)
memories = Memories().eval()
with torch.no_grad():
    for parameter in memories.parameters():
        parameter.mul_(1.5)
x = torch.randn(8, 9, 3)
y = torch.cat([memories(x[i : i + 1]) for i in range(8)]).detach().numpy()
np.savez(HERE / "memories.npz", in0=x.numpy(), out0=y)
traced = torch.jit.trace(memories, x[:1])
inputs = [ct.TensorType(shape=(1, 9, 3), name="x")]
save(ct.convert(traced, inputs=inputs, compute_precision=ct.precision.FLOAT32), "memories.mlpackage")

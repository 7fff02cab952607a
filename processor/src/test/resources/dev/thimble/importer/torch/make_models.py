"""Makes the models of this folder: small untrained networks in PyTorch's formats, and what PyTorch computes.

Needs torch 2.15, executorch 1.5, torchao 0.18 and numpy; seeds are fixed.
"""
import warnings
import zipfile

import executorch.kernels.quantized
import numpy as np
import torch
import torch.ao.quantization as tq
import torch.nn as nn
import torch.nn.functional as F
from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
from executorch.backends.xnnpack.quantizer.xnnpack_quantizer import XNNPACKQuantizer, get_symmetric_quantization_config
from executorch.exir import to_edge, to_edge_transform_and_lower
from torchao.quantization.pt2e.quantize_pt2e import convert_pt2e, prepare_pt2e

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
SAMPLES = 8


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.c1 = nn.Conv2d(inputs, outputs, 3, stride, 1, groups=2, bias=False)
        self.b1 = nn.BatchNorm2d(outputs)
        self.c2 = nn.Conv2d(outputs, outputs, 3, 1, 1, groups=outputs)
        self.down = nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x):
        return F.relu(self.c2(F.relu6(self.b1(self.c1(x)), inplace=True)) + self.down(x))


class Pictures(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 3, padding=(1, 0))
        self.blocks = nn.ModuleList([Block(4, 6, 2), Block(6, 8, 1)])
        self.pool = nn.MaxPool2d(3, 2, 1, ceil_mode=True)
        self.up = nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1)
        self.drop = nn.Dropout(0.5)
        self.fc = nn.Linear(48, 5)

    def forward(self, x):
        x = F.leaky_relu(self.stem(x), 0.1)
        for block in self.blocks:
            x = block(x)
        x = F.avg_pool2d(torch.tanh(self.up(self.pool(x))), 3, 2, padding=1)
        x = self.drop(torch.flatten(x, 1))
        return F.softmax(self.fc(x), dim=1)


class Steps(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv1d(3, 6, 5, padding=2), nn.BatchNorm1d(6), nn.ReLU(), nn.MaxPool1d(2),
            nn.Conv1d(6, 6, 3, padding="same", groups=6), nn.Conv1d(6, 8, 1), nn.ELU(),
            nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(8, 4))

    def forward(self, x):
        return self.net(x)


class Control(nn.Module):
    def __init__(self, layers: int):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(6, 6) for _ in range(layers)])
        self.register_buffer("mean", torch.randn(6))
        self.register_buffer("scale", torch.rand(6) + 0.5)
        self.deep = True

    def forward(self, x):
        x = (x - self.mean) / self.scale
        seen = []
        for layer in self.layers:
            x = torch.sigmoid(layer(x))
            x.mul_(2.0)
            seen.append(x)
        y = seen[0]
        i = 1
        while i < len(seen):
            y = y + seen[i]
            i += 1
        if self.deep and y.size(1) == 6:
            y = y.reshape(x.shape[0], 2, 3).permute(0, 2, 1).contiguous().view(-1, 6)
        return torch.cat([y, torch.clamp(y, -0.5, 0.5)], dim=1)


class Small(nn.Module):
    """To be damaged tens of thousands of times."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        x = self.fc(x)
        if x.size(1) > 1:
            x = torch.relu(x)
        return x * 2.0


class Recurrent(nn.Module):
    """All cells, both directions, two layers, states of all steps and the last one."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True, bidirectional=True)
        self.gru = nn.GRU(8, 5, num_layers=2, batch_first=True)
        self.rnn = nn.RNN(5, 4, batch_first=True, nonlinearity="relu", bias=False)
        self.fc = nn.Linear(9, 3)

    def forward(self, x):
        y, _ = self.lstm(x)
        y, h = self.gru(y)
        z, _ = self.rnn(y)
        return self.fc(torch.cat([z[:, -1], h[-1]], dim=1))


class Functions(nn.Module):
    """Functions of each element, comparisons, blocks of pixels."""

    def __init__(self):
        super().__init__()
        self.mix = nn.Conv2d(2, 8, 1)
        self.fc = nn.Linear(32, 4)

    def forward(self, x):
        x = F.gelu(self.mix(x))
        x = F.pixel_shuffle(F.silu(x), 2)
        x = F.pixel_unshuffle(F.mish(x), 2)
        x = F.celu(F.selu(F.elu(x, 0.5)), 1.0)
        x = torch.where(x > 0.1, x, 0.2 * x) + F.gelu(x, approximate="tanh")
        x = torch.flatten(F.glu(x, dim=1), 1)
        return F.logsigmoid(self.fc(torch.cat([x, F.threshold(x, 0.2, 0.0)], dim=1)))


class Bytes(nn.Module):
    """Quantised statically, with scales for each channel."""

    def __init__(self):
        super().__init__()
        self.quant, self.dequant = tq.QuantStub(), tq.DeQuantStub()
        self.c1 = nn.Conv2d(1, 6, 3, padding=1, bias=False)
        self.b1, self.r1, self.pool = nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2)
        self.c2, self.r2 = nn.Conv2d(6, 6, 3, padding=1, groups=6), nn.ReLU()
        self.c3, self.fc = nn.Conv2d(6, 4, 1), nn.Linear(4 * 16, 10)

    def forward(self, x):
        x = self.pool(self.r1(self.b1(self.c1(self.quant(x)))))
        x = torch.flatten(self.c3(self.r2(self.c2(x))), 1)
        return self.dequant(self.fc(x))


class Mixed(nn.Module):
    """Quantised statically: two tensors at once, functions with scales of their own, reals at the end."""

    def __init__(self):
        super().__init__()
        self.quant, self.dequant, self.two = tq.QuantStub(), tq.DeQuantStub(), torch.ao.nn.quantized.FloatFunctional()
        self.times, self.join = torch.ao.nn.quantized.FloatFunctional(), torch.ao.nn.quantized.FloatFunctional()
        self.c1, self.c2 = nn.Conv2d(1, 6, 3), nn.Conv2d(6, 6, 3, padding=1)
        self.swish, self.mean, self.fc = nn.Hardswish(), nn.AdaptiveAvgPool2d(1), nn.Linear(18, 5)

    def forward(self, x):
        x = F.relu(self.c1(self.quant(x)))
        y = self.swish(self.c2(x))
        z = torch.sigmoid(y).contiguous()
        x = self.join.cat([self.two.add(x, y), torch.tanh(y), self.times.mul(y, z)], dim=1)
        x = torch.flatten(self.mean(torch.clamp(x.contiguous(), -0.5, 3.0)), 1)
        return F.softmax(self.dequant(self.fc(x)), dim=1)


class Steady(nn.Module):
    """For PyTorch 2's quantisation: what its quantiser for XNNPACK gives scales."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 3, padding=1, bias=False)
        self.b1, self.pool = nn.BatchNorm2d(6), nn.MaxPool2d(2)
        self.c2, self.c3 = nn.Conv2d(6, 6, 3, padding=1, groups=6), nn.Conv2d(12, 4, 1)
        self.mean, self.fc = nn.AdaptiveAvgPool2d(1), nn.Linear(4, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.b1(self.c1(x))))
        y = F.relu(self.c2(x))
        x = self.c3(torch.cat([x + y, x * y], dim=1))
        return self.fc(torch.flatten(self.mean(x), 1))


def awake(model):
    for part in model.modules():
        if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d)):
            part.running_mean.normal_(0, 0.3)
            part.running_var.uniform_(0.5, 2)
            part.weight.data.uniform_(0.5, 1.5)
            part.bias.data.normal_(0, 0.3)
    return model.eval()


def golden(name, model, x):
    with torch.no_grad():
        y = torch.cat([model(x[i : i + 1]) for i in range(len(x))])
    np.savez_compressed(name + ".npz", in0=x.numpy(), out=y.numpy())


def deflated(path):
    """The same archive, smaller."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def script(name, model, sample):
    scripted = torch.jit.script(model)
    scripted.save(name + ".script.pt")
    scripted._save_for_lite_interpreter(name + ".ptl")
    torch.jit.trace(model, sample).save(name + ".trace.pt")


for name, make, shape in [
    ("pictures", Pictures, (2, 12, 10)),
    ("steps", Steps, (3, 20)),
    ("control", lambda: Control(3), (6,)),
    ("small", Small, (3,)),
    ("recurrent", Recurrent, (7, 3)),
    ("functions", Functions, (2, 2, 2)),
]:
    torch.manual_seed(11)
    model = awake(make())
    x = torch.randn(SAMPLES, *shape)
    golden(name, model, x)
    script(name, model, x[:1])
    exported = torch.export.export(model, (x[:1],))
    torch.export.save(exported, name + ".pt2")
    with open(name + ".pte", "wb") as file:
        file.write(to_edge(exported).to_executorch().buffer)

torch.manual_seed(13)
lowered = to_edge_transform_and_lower(
    torch.export.export(nn.Linear(3, 2).eval(), (torch.randn(1, 3),)), partitioner=[XnnpackPartitioner()])
with open("delegated.pte", "wb") as file:
    file.write(lowered.to_executorch().buffer)

torch.backends.quantized.engine = "qnnpack"
for name, make, fused, shape in [
    ("bytes", Bytes, [["c1", "b1", "r1"], ["c2", "r2"]], (200, 1, 8, 8)),
    ("mixed", Mixed, [], (100, 1, 5, 5)),
]:
    torch.manual_seed(12)
    model = awake(make())
    model = tq.fuse_modules(model, fused) if fused else model
    model.qconfig = tq.QConfig(
        activation=tq.HistogramObserver.with_args(reduce_range=False),
        weight=tq.default_per_channel_weight_observer)
    prepared = tq.prepare(model)
    x = torch.randn(*shape)
    prepared(x)
    quantised = tq.convert(prepared)
    golden(name, quantised, x)
    script(name, quantised, x[:1])

for name, low, high in [("steady", -128, 127), ("narrow", -64, 63)]:
    torch.manual_seed(14)
    model = awake(Steady())
    x = torch.randn(100, 1, 6, 6)
    quantiser = XNNPACKQuantizer().set_global(
        get_symmetric_quantization_config(is_per_channel=True, act_qmin=low, act_qmax=high))
    prepared = prepare_pt2e(torch.export.export(model, (x[:1],)).module(), quantiser)
    for sample in x[:50]:
        prepared(sample[None])
    quantised = convert_pt2e(prepared)
    golden(name, quantised, x)
    exported = torch.export.export(quantised, (x[:1],))
    if name == "steady":
        torch.export.save(exported, name + ".pt2")
        deflated(name + ".pt2")
    with open(name + ".pte", "wb") as file:
        file.write(to_edge(exported).to_executorch().buffer)

/**
 * PyTorch's operators. TorchScript, {@code torch.export} and ExecuTorch call the same ones by the
 * same names; each is one small class here, which adds to the network what it does.
 */
package dev.thimble.importer.torch.aten;

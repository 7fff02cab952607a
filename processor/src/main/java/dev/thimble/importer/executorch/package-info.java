/**
 * ExecuTorch's programs ({@code .pte}): FlatBuffers of version ET12, read field by field. The
 * operators that they call are PyTorch's, and are handed to {@code importer.torch.aten}.
 */
package dev.thimble.importer.executorch;

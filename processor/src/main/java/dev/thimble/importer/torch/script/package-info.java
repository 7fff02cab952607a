/**
 * TorchScript: its source text and the bytecode of the mobile interpreter are followed with known
 * numbers and unknown tensors; what they call on tensors is handed to {@code importer.torch.aten}.
 * No Python is run: the grammar is the part of Python that torch prints.
 */
package dev.thimble.importer.torch.script;

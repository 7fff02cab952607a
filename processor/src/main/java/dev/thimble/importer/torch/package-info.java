/**
 * PyTorch's files: archives of {@code torch.save} and TorchScript. Pickles in them are read as
 * data, with a list of what they may name; nothing that a file names is ever called.
 */
package dev.thimble.importer.torch;

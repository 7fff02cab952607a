/**
 * Archives of {@code torch.export} ({@code .pt2}): a zip of JSON and weights. The operators that
 * the program calls are handed to {@code importer.torch.aten}.
 */
package dev.thimble.importer.torch.export;

/**
 * Classical models from ONNX: the operators of {@code ai.onnx.ml}, and what skl2onnx writes for
 * clusters, neighbours and perceptrons.
 */
package dev.thimble.importer.onnxml;

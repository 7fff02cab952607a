/**
 * ONNX: operator sets 7 and newer, reals, QDQ and QOperator. {@link
 * dev.thimble.importer.onnx.Operators} lists what is read; operators are read on demand, from the
 * outputs on.
 */
package dev.thimble.importer.onnx;

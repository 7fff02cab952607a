/**
 * Reads TensorFlow Lite's format. {@link dev.thimble.importer.data.FlatTable} is the only place
 * that touches bytes of the file, and checks each one; above it, one small class an operator.
 */
package dev.thimble.importer.tflite;

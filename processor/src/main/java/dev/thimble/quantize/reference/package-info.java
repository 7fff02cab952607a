/**
 * The exact integer rules of TensorFlow Lite's kernels, as TensorFlow Lite for Microcontrollers
 * runs them. One small class a family of operators, each with the file that it was read from.
 */
package dev.thimble.quantize.reference;

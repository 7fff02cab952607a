/**
 * From a graph of reals and calibration data to a graph of integers. Knows nothing of C and of
 * chips.
 */
package dev.thimble.quantize;

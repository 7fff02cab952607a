/**
 * Neighbouring kernels computed together, a few rows of each in turn, so that what lies between
 * them is never there as a whole.
 */
package dev.thimble.kernel.bands;

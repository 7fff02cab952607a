/** Reads NumPy's {@code .npz} and {@code .npy}. */
package dev.thimble.importer.npz;

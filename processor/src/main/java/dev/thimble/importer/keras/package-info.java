/**
 * Keras: {@code .keras} (a zip of JSON and HDF5) and {@code .h5}, as Keras 2 and 3 write them, to
 * graphs of reals.
 */
package dev.thimble.importer.keras;

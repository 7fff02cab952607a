/** Reads {@code .safetensors}. */
package dev.thimble.importer.safetensors;

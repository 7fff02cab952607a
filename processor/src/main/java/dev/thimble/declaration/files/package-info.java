/** Finds the files that a model names, under every compiler and build tool. */
package dev.thimble.declaration.files;

/** TensorFlow's frozen graphs ({@code .pb}): nodes with constants for variables. */
package dev.thimble.importer.frozen;

/** Tables of numbers as text. */
package dev.thimble.importer.csv;

/** What files of named arrays have in common: element types, and arrays by name. */
package dev.thimble.importer.data;

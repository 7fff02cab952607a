/**
 * Classical models as scikit-learn trains them, from the project's own JSON: see docs/classical.md.
 */
package dev.thimble.importer.classical;

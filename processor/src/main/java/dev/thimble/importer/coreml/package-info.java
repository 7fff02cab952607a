/**
 * Core ML: {@code .mlmodel} files and {@code .mlpackage} folders. ML programs and neural networks
 * become graphs by {@code importer.network}, classical models by {@code importer.classical}.
 */
package dev.thimble.importer.coreml;

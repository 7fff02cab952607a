package dev.thimble.emit.export;

/**
 * A file of a library.
 *
 * @param path relative to the library's folder, with slashes
 * @param text its content
 */
public record LibraryFile(String path, String text) {}

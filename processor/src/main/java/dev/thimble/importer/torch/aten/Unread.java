package dev.thimble.importer.torch.aten;

/**
 * A result that is not computed here: nothing is said until somebody reads it.
 *
 * @param what what it is
 * @param wayOut what to do instead
 */
record Unread(String what, String wayOut) {}

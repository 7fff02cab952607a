package dev.thimble.kernel;

/**
 * Terms of a nest count only where {@code 0 <= at < extent}: padding without a test in the term.
 */
public record Bound(Affine at, int extent) {}

package dev.thimble.importer.torch;

import dev.thimble.importer.data.RawType;

/**
 * Where a tensor's elements lie.
 *
 * @param key the name of the archive's file: {@code data/0}
 * @param elements how many it is said to hold
 */
public record Storage(RawType type, String key, long elements) {}

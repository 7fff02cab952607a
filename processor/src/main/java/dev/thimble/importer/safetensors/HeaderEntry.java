package dev.thimble.importer.safetensors;

import dev.thimble.importer.data.RawType;
import java.util.List;

/**
 * One tensor of the header; its size and its place agree.
 *
 * @param begin first byte in the data
 * @param end the byte after its last
 */
record HeaderEntry(String name, RawType type, List<Long> shape, long begin, long end) {
  HeaderEntry {
    shape = List.copyOf(shape);
  }
}

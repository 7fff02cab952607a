package dev.thimble.importer.npz;

import java.util.List;

/**
 * What the dictionary of a {@code .npy} file says.
 *
 * @param type byte order, kind and bytes of an element, such as {@code <f4}
 * @param fortran whether the first axis varies fastest
 * @param shape extents as claimed
 */
record NpyHeader(String type, boolean fortran, List<Long> shape) {
  NpyHeader {
    shape = List.copyOf(shape);
  }
}

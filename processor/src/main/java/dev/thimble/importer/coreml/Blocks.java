package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import java.util.List;

/** A tensor in equal blocks: which block each element is in. */
final class Blocks {
  private final int[] extents;
  private final int[] counts;
  private final int[] sizes;

  /**
   * Blocks of a tensor.
   *
   * @param whole extents of the tensor
   * @param blocks how many blocks lie along each axis
   */
  Blocks(ProgramStep step, List<Long> whole, List<Long> blocks) throws Problem {
    int rank = whole.size();
    extents = new int[rank];
    counts = new int[rank];
    sizes = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      long count = axis < blocks.size() ? blocks.get(axis) : 0;
      if (blocks.size() != rank || count < 1 || whole.get(axis) % count != 0) {
        throw step.network().broken("blocks of " + blocks + " for " + whole);
      }
      extents[axis] = (int) (long) whole.get(axis);
      counts[axis] = (int) count;
      sizes[axis] = extents[axis] / counts[axis];
    }
  }

  int of(int element) {
    int rest = element;
    int block = 0;
    int stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      block += rest % extents[axis] / sizes[axis] * stride;
      rest /= extents[axis];
      stride *= counts[axis];
    }
    return block;
  }
}

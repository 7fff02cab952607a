package dev.thimble.importer.torch;

import java.util.List;
import java.util.Optional;

/**
 * A tensor as the pickle describes it; its elements are still in the archive.
 *
 * @param storage where the elements are
 * @param offset the first element's place in the storage
 * @param extents outermost first
 * @param strides of each axis, in elements
 * @param scheme how integers stand for reals, for quantised tensors
 */
public record StoredTensor(
    Storage storage,
    long offset,
    List<Long> extents,
    List<Long> strides,
    Optional<QuantScheme> scheme) {}

package dev.thimble.processor;

import dev.thimble.declaration.Declaration;
import dev.thimble.resolve.ResolvedModel;
import java.util.Optional;

/** Resolves a declaration that the user did not write, to see what it would cost. */
@FunctionalInterface
interface Retry {
  /** Nothing is tried that needs the files again. */
  Retry NONE = declaration -> Optional.empty();

  /** The model; empty if it does not fit together. */
  Optional<ResolvedModel> of(Declaration changed);
}

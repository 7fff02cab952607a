package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import java.util.List;

/** A kernel that folds inputs around each position of its output, for each channel. */
public interface Windowed {
  /** Axes of the output before the channel. */
  List<Axis> positions();

  /** Axes of what is folded. */
  List<Axis> taps();

  /** The input's index. */
  Affine at();

  /** Where inputs count. */
  List<Bound> bounds();

  /** Whether channel c reads inputs that lie c further on. */
  boolean ownInputs();
}

package dev.thimble.plan.budget;

import dev.thimble.declaration.AnnotationValues;

/** Finds ways out of a budget that is exceeded, by trying them. */
@FunctionalInterface
public interface Ways {
  /** No way out is looked for. */
  Ways NONE = (device, member, chip) -> "";

  /**
   * What to write instead, as lines of a message with the figures that were reached; empty if
   * nothing helps.
   *
   * @param device the {@code @Device} on which the budget is exceeded
   * @param member of {@code @Budget}, which names the quantity
   * @param chip whether it is the chip's own limit that is exceeded
   */
  String of(AnnotationValues device, String member, boolean chip);
}

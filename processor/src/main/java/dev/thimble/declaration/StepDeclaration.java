package dev.thimble.declaration;

import dev.thimble.diagnostic.Place;

/**
 * One annotated field.
 *
 * @param name the field's name, which names the step everywhere
 * @param kind the field's marker type
 * @param annotation its one step annotation
 * @param place the field's name in the source
 */
public record StepDeclaration(String name, Kind kind, AnnotationValues annotation, Place place) {
  /** The marker types of the language. */
  public enum Kind {
    /** Samples over time. */
    SIGNAL,
    /** An array. */
    TENSOR,
    /** A decision. */
    DECISION
  }
}

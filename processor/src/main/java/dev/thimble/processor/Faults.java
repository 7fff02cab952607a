package dev.thimble.processor;

import dev.thimble.diagnostic.Diagnostic;
import dev.thimble.diagnostic.FaultMessage;
import dev.thimble.diagnostic.Place;

/** Faults of the processor itself, as a message: no exception ever reaches the compiler. */
final class Faults {
  private static final int MOST_FRAMES = 12;

  private Faults() {}

  /** The fault at no place. */
  static Diagnostic internal(String what, Throwable fault) {
    return internal(new Place(what, "", -1), fault);
  }

  /** The fault while a model was compiled; a library that is missing is none of ours. */
  static Diagnostic internal(Place place, Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null && !(cause instanceof ClassNotFoundException)) {
      cause = cause.getCause();
    }
    if (cause instanceof ClassNotFoundException missing) {
      String text = FaultMessage.TM9002_INCOMPLETE.format(String.valueOf(missing.getMessage()));
      return new Diagnostic(FaultMessage.TM9002_INCOMPLETE, place, text);
    }
    StringBuilder frames = new StringBuilder();
    StackTraceElement[] trace = fault.getStackTrace();
    for (int i = 0; i < Math.min(MOST_FRAMES, trace.length); i++) {
      frames.append("\n    at ").append(trace[i]);
    }
    // A message of several lines must not look like the end of this one.
    String text = String.valueOf(fault).replaceAll("\\s*\\R\\s*", "; ");
    return new Diagnostic(
        FaultMessage.TM9001_INTERNAL, place, FaultMessage.TM9001_INTERNAL.format(text, frames));
  }
}

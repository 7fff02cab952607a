package dev.thimble.diagnostic;

import java.util.ArrayList;
import java.util.List;

/** Collects all diagnostics of one model; nothing is generated from a model with an error. */
public final class Diagnostics {
  private final List<Diagnostic> reported = new ArrayList<>();

  /** Reports the message at the place, its text filled in by the arguments. */
  public void report(Place place, Message message, Object... arguments) {
    report(new Diagnostic(message, place, message.format(arguments)));
  }

  /** Reports a finished diagnostic; the same one twice is shown once. */
  public void report(Diagnostic diagnostic) {
    if (!reported.contains(diagnostic)) {
      reported.add(diagnostic);
    }
  }

  /** Whether anything reported stops the generation. */
  public boolean hasErrors() {
    return reported.stream().anyMatch(d -> d.code().severity() == Message.Severity.ERROR);
  }

  /** Everything reported so far, in order. */
  public List<Diagnostic> all() {
    return List.copyOf(reported);
  }
}

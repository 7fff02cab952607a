package dev.thimble.resolve;

import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.Recent;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;

/** Windows over samples: what all steps that cut a signal have in common. */
final class Cut {
  private Cut() {}

  /** The samples that a step reads; anything else is reported. */
  static Stream stream(StepContext step) throws StepFailure {
    Stream stream = step.model().streams().get(step.input().value());
    if (stream == null) {
      throw notSamples(step, "signal of samples");
    }
    return stream;
  }

  /** Samples of one channel; anything else is reported. */
  static Stream single(StepContext step) throws StepFailure {
    Stream stream = step.model().streams().get(step.input().value());
    if (stream == null || stream.channels() > 1) {
      throw notSamples(step, "signal of one channel");
    }
    return stream;
  }

  /** Reports that the step reads something else. */
  static StepFailure notSamples(StepContext step, String wanted) {
    step.report(
        step.values().place(),
        ShapeMessage.TM1219_NOT_A_SIGNAL,
        step.values().type(),
        step.sources().get(0),
        wanted);
    return new StepFailure();
  }

  /** The last samples, each time that as many came as the frames' hop says. */
  static Value window(StepContext step, String name, Stream stream, Frames frames)
      throws ShapeException, StepFailure {
    if (frames.hop() != stream.run()) {
      String member = step.values().has("hop") ? "hop" : "hopMillis";
      throw limit(
          step,
          member,
          frames.hop(),
          step.sources().get(0) + ", of which a run brings " + stream.run() + " samples",
          "steps that cut a signal have one hop");
    }
    Recent recent = new Recent(frames.size(), 1, frames.first(stream.lead()));
    return new History(step).recent(name, recent, stream.value().name());
  }

  /**
   * The range of frequencies that {@code lowHz} and {@code highHz} say.
   *
   * @param low in hertz
   * @param high in hertz, half the rate at most
   */
  record Band(double low, double high) {}

  /** The step's range of frequencies in samples of that rate; a wrong one is reported. */
  static Band band(StepContext step, double rate, double lowest, double highest)
      throws StepFailure {
    double low = step.values().number("lowHz").orElse(lowest);
    double high = step.values().number("highHz").orElse(highest);
    if (high > rate / 2) {
      String advice = "write " + hertz(rate / 2) + " or less";
      throw limit(step, "highHz", high, "a rate of " + hertz(rate) + " Hz", advice);
    }
    if (low >= high) {
      throw limit(step, "lowHz", low, "highHz = " + high, "write less");
    }
    return new Band(low, high);
  }

  /** As one writes it. */
  private static String hertz(double hertz) {
    return hertz == Math.rint(hertz) ? String.valueOf((long) hertz) : String.valueOf(hertz);
  }

  /** Reports a hop over samples that no window sees. */
  static void checkHop(StepContext step, Frames frames, String windows) throws StepFailure {
    if (frames.hop() > frames.size()) {
      String given = windows + " of " + frames.size() + " samples";
      String most = "write hop = " + frames.size() + " or less";
      throw limit(step, "hop", frames.hop(), given, most);
    }
  }

  /** Reports a number that does not fit. */
  static StepFailure limit(
      StepContext step, String member, Object value, String signal, String advice) {
    step.report(
        step.values().placeOf(member),
        ShapeMessage.TM1221_SIGNAL_LIMIT,
        member,
        value,
        signal,
        advice);
    return new StepFailure();
  }
}

package dev.thimble.importer.torch.script;

/** Limits what a hostile script may cost: steps, and calls inside of calls. */
final class Budget {
  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_DEPTH = 60;

  private int steps;
  private int depth;

  void step() throws ScriptFault {
    steps++;
    if (steps > MAX_STEPS) {
      throw new ScriptFault("it runs for more than " + MAX_STEPS + " steps");
    }
  }

  /** For work that grows with the size of a list. */
  void steps(long count) throws ScriptFault {
    steps = (int) Math.min(Integer.MAX_VALUE - 1L, steps + Math.max(0, count));
    step();
  }

  void enter() throws ScriptFault {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new ScriptFault("its calls are nested more than " + MAX_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }
}

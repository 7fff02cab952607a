package dev.thimble.resolve;

/**
 * The signal that a model takes.
 *
 * @param step its step, which is the graph's input
 * @param lead values that count as there at the start, so that the first window ends with a run
 * @param runsPerSecond how often the model runs, in hertz
 */
public record SignalInput(String step, int lead, double runsPerSecond) {}

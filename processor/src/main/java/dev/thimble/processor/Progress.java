package dev.thimble.processor;

/** Tells whoever waits what takes so long. */
@FunctionalInterface
interface Progress {
  /** Nobody waits. */
  Progress NONE = text -> {};

  /** Shows a line at once. */
  void say(String text);
}

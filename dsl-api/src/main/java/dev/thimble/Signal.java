package dev.thimble;

/**
 * Samples over time that a step gives. A field of this type only names its step; it is never set.
 */
public final class Signal {
  private Signal() {}
}

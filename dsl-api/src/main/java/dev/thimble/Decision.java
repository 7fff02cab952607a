package dev.thimble;

/**
 * A decision that a step takes, the end of a pipeline. A field of this type only names its step; it
 * is never set.
 */
public final class Decision {
  private Decision() {}
}

package dev.thimble.kernel;

/** A loop variable that runs from 0 to below its extent. */
public record Axis(String name, int extent) {
  /** Written out, as in {@link dev.thimble.graph.Value}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Axis that && extent == that.extent && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + extent;
  }
}

package dev.thimble.quantize;

/** What is brought to like ranges before a network is quantised: it helps some and harms others. */
public enum Equalise {
  /** Nothing. */
  NOTHING(""),
  /** The channels of what layers give. */
  CHANNELS("channels"),
  /** These, and the features of inputs, each of which then has a scale of its own. */
  CHANNELS_AND_FEATURES("channels and features");

  private final String what;

  Equalise(String what) {
    this.what = what;
  }

  /** What is equalised, in words; empty for nothing. */
  public String what() {
    return what;
  }
}

package dev.thimble;

/** What a {@link Filter} does. */
public enum FilterKind {
  /** Lets pass what is below {@code hz}. */
  LOW_PASS,
  /** Lets pass what is above {@code hz}. */
  HIGH_PASS,
  /** Lets pass what is between {@code hz} and {@code highHz}. */
  BAND_PASS,
  /** Takes {@code hz} out, such as the mains. */
  NOTCH,
  /** Raises or lowers what is about {@code hz} by {@code decibels}. */
  PEAK,
  /** Raises or lowers what is below {@code hz} by {@code decibels}. */
  LOW_SHELF,
  /** Raises or lowers what is above {@code hz} by {@code decibels}. */
  HIGH_SHELF
}

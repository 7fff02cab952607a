package dev.thimble;

/** How {@link Vote} brings the last scorings together. */
public enum Voting {
  /** Each votes for its largest score; more than half must agree. */
  MAJORITY,
  /** The largest mean score wins. */
  AVERAGE
}

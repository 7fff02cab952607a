package dev.thimble.importer.torch.aten;

/** Python's {@code None}. */
public enum None {
  /** The only value. */
  NONE
}

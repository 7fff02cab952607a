package dev.thimble.backend.avr;

/** A kernel has something in it that is left to the C compiler. */
final class Unsupported extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unsupported(String what) {
    super(what, null, false, false);
  }
}

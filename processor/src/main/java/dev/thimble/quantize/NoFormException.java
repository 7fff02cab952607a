package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;

/** An operator has no integer form with the scales that its file gives. */
final class NoFormException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String operator;

  /** The operator, and why it has none. */
  NoFormException(String operator, String reason) {
    super(reason);
    this.operator = operator;
  }

  /** The same as a problem of a model file. */
  Problem in(String file) {
    return new Problem(
        QuantisationMessage.TM1301_NOT_QUANTISED, file, operator, String.valueOf(getMessage()));
  }
}

package dev.thimble.diagnostic;

import java.util.Locale;

/**
 * Something that the processor may say. Codes are stable: a code is never reused for something
 * else.
 *
 * <p>Each text says what is wrong, the number, the limit and the way out. {@code
 * docs/diagnostics.md} has a row for each entry and a test shows each one.
 */
public sealed interface Message
    permits LanguageMessage,
        FileMessage,
        ShapeMessage,
        QuantisationMessage,
        BudgetMessage,
        ImportMessage,
        KerasMessage,
        TorchMessage,
        OnnxMessage,
        ClassicalMessage,
        CoreMlMessage,
        FrozenMessage,
        FaultMessage {
  /** How the message is shown. */
  Severity severity();

  /** The text before it is filled in. */
  String template();

  /** The constant's name, which begins with the code. */
  String name();

  /** The stable code, such as {@code TM1001}. */
  default String code() {
    return name().substring(0, name().indexOf('_'));
  }

  /** The text with each {@code %s}, {@code %,d} and so on filled in. */
  default String format(Object... arguments) {
    return String.format(Locale.ROOT, template(), arguments);
  }

  /** How a message is shown. */
  enum Severity {
    /** Stops the compilation. */
    ERROR,
    /** Is shown, nothing more. */
    WARNING,
    /** Progress and information. */
    NOTE
  }
}

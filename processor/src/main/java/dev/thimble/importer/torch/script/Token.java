package dev.thimble.importer.torch.script;

/**
 * A word of TorchScript's source.
 *
 * @param kind what it is
 * @param text as it stands in the source; the contents of a string
 * @param line counted from 1
 */
record Token(Kind kind, String text, int line) {
  /** Kinds of words. */
  enum Kind {
    /** A name or a keyword. */
    NAME,
    /** A whole number. */
    INTEGER,
    /** A number with a point or an exponent. */
    REAL,
    /** A text in quotes. */
    STRING,
    /** Punctuation. */
    SIGN,
    /** The end of a line outside of brackets. */
    NEWLINE,
    /** A line is further in than the one before. */
    INDENT,
    /** A line is further out. */
    DEDENT,
    /** The end of the file. */
    END
  }

  boolean is(String wanted) {
    return (kind == Kind.NAME || kind == Kind.SIGN) && text.equals(wanted);
  }
}

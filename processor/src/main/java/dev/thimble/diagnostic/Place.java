package dev.thimble.diagnostic;

/**
 * Where in the user's source something was written: a model, one of its steps, one member of an
 * annotation.
 *
 * <p>Only the reader knows what the token stands for; every later phase passes it on unread, so
 * that no compiler type travels past the reader.
 *
 * @param model simple name of the model class, for the text of a message
 * @param member what is pointed at, such as {@code conv.filters} or {@code @Budget(flash)}; may be
 *     empty
 * @param token index into the reader's table of source positions
 */
public record Place(String model, String member, int token) {
  /** A place for graphs that come from no annotated class, as in tests. */
  public static Place nowhere() {
    return new Place("", "", -1);
  }

  /** As it is shown: {@code Digits.conv.filters}, {@code Digits @Budget(flash)}. */
  public String where() {
    if (member.isEmpty()) {
      return model;
    }
    return model + (member.startsWith("@") ? " " : ".") + member;
  }
}

package dev.thimble.importer.network;

/**
 * Where an operator stands in a file, for messages.
 *
 * @param operator what the file calls it
 * @param index its position, counted from 0
 * @param writes the name of what it writes
 */
public record Site(String operator, int index, String writes) {
  /** The network as a whole. */
  static final Site BORDER = new Site("none", 0, "the result");

  private static final int LONGEST = 60;

  /** Names come from files and go to terminals: no control characters, no novels. */
  public static Site of(String operator, int index, String writes) {
    return new Site(printable(operator), index, printable(writes));
  }

  /** A text of a file as it may be shown. */
  public static String printable(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= LONGEST
        ? clean
        : "..." + clean.substring(clean.length() - LONGEST + 3);
  }
}

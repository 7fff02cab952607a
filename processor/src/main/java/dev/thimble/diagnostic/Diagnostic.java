package dev.thimble.diagnostic;

/**
 * One message to the user.
 *
 * @param code the catalogue entry
 * @param place the exact annotation value or field that it is about
 * @param text the finished text without the code; further lines are indented by two spaces or more
 */
public record Diagnostic(Message code, Place place, String text) {
  /**
   * The text as it is shown: code first, so that it can be searched for; then the model and the
   * step, for not every compiler shows the place.
   */
  public String rendered() {
    String where = text.startsWith(place.model()) ? "" : place.where() + ": ";
    return "[" + code.code() + "] " + where + text;
  }
}

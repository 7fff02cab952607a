package dev.thimble.importer.torch.script;

import java.util.List;

/** The words of a source, read one after the other. */
final class Words {
  private final List<Token> tokens;
  private int at;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token next() {
    return tokens.get(at);
  }

  /** The next word, which is then behind; the last one stays. */
  Token advance() {
    Token token = tokens.get(at);
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  boolean atEnd() {
    return next().kind() == Token.Kind.END;
  }

  boolean take(String text) {
    boolean found = next().is(text);
    if (found) {
      advance();
    }
    return found;
  }

  boolean take(Token.Kind kind) {
    boolean found = next().kind() == kind;
    if (found) {
      advance();
    }
    return found;
  }

  void expect(String text) throws ScriptFault {
    if (!take(text)) {
      throw unexpected();
    }
  }

  void expect(Token.Kind kind) throws ScriptFault {
    if (!take(kind)) {
      throw unexpected();
    }
  }

  String name() throws ScriptFault {
    if (next().kind() != Token.Kind.NAME) {
      throw unexpected();
    }
    return advance().text();
  }

  /** Leaves out all up to the end of the line. */
  void skipLine() {
    while (!atEnd() && next().kind() != Token.Kind.NEWLINE) {
      advance();
    }
    advance();
  }

  ScriptFault unexpected() {
    Token token = next();
    String shown = token.text().isEmpty() ? token.kind().toString() : "\"" + token.text() + "\"";
    return new ScriptFault("line " + token.line() + " has an unexpected " + shown);
  }
}

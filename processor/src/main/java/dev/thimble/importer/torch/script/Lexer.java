package dev.thimble.importer.torch.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts source into words; indentation becomes words too, as in Python. */
final class Lexer {
  private static final int MAX_DEPTH = 100;
  private static final String BRACKETS = "([{";
  private static final String CLOSING = ")]}";

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
  private int at;
  private int line = 1;
  private int brackets;
  private boolean lineStart = true;

  private Lexer(String source) {
    this.source = source;
  }

  /**
   * All words of the source, ended by {@link Token.Kind#END}.
   *
   * @throws ScriptFault if there is something that torch does not print
   */
  static List<Token> tokens(String source) throws ScriptFault {
    Lexer lexer = new Lexer(source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() throws ScriptFault {
    while (at < source.length()) {
      if (lineStart) {
        indentation();
      } else {
        word();
      }
    }
    if (!lineStart) {
      add(Token.Kind.NEWLINE, "");
    }
    while (indents.size() > 1) {
      indents.pop();
      add(Token.Kind.DEDENT, "");
    }
    add(Token.Kind.END, "");
  }

  private void indentation() throws ScriptFault {
    int begin = at;
    while (at < source.length() && source.charAt(at) == ' ') {
      at++;
    }
    if (at == source.length() || source.charAt(at) == '\n' || source.charAt(at) == '#') {
      skipLine();
      return;
    }
    lineStart = false;
    indent(at - begin);
  }

  private void indent(int width) throws ScriptFault {
    if (width > indents.getFirst()) {
      if (indents.size() > MAX_DEPTH) {
        throw new ScriptFault("line " + line + " is nested too deeply");
      }
      indents.push(width);
      add(Token.Kind.INDENT, "");
    }
    while (width < indents.getFirst()) {
      indents.pop();
      add(Token.Kind.DEDENT, "");
    }
    if (width != indents.getFirst()) {
      throw new ScriptFault("line " + line + " is indented unlike any before");
    }
  }

  private void skipLine() {
    while (at < source.length() && source.charAt(at) != '\n') {
      at++;
    }
    at++;
    line++;
  }

  private void word() throws ScriptFault {
    char c = source.charAt(at);
    if (c == '\n') {
      if (brackets == 0) {
        add(Token.Kind.NEWLINE, "");
        lineStart = true;
      }
      at++;
      line++;
    } else if (c == ' ') {
      at++;
    } else if (c == '#') {
      comment();
    } else if (c == '"' || c == '\'') {
      string(c);
    } else if (Character.isDigit(c) || (c == '.' && digitAt(at + 1))) {
      number();
    } else if (Character.isLetter(c) || c == '_') {
      name();
    } else {
      sign(c);
    }
  }

  private void comment() {
    while (at < source.length() && source.charAt(at) != '\n') {
      at++;
    }
  }

  private void name() {
    int begin = at;
    while (at < source.length()
        && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
      at++;
    }
    add(Token.Kind.NAME, source.substring(begin, at));
  }

  private boolean digitAt(int index) {
    return index < source.length() && Character.isDigit(source.charAt(index));
  }

  private void number() {
    int begin = at;
    boolean real = false;
    while (at < source.length()) {
      char c = source.charAt(at);
      boolean exponent = c == 'e' || c == 'E';
      if (c == '.' || exponent) {
        real = true;
      } else if (!Character.isDigit(c)) {
        break;
      }
      at++;
      if (exponent && at < source.length() && "+-".indexOf(source.charAt(at)) >= 0) {
        at++;
      }
    }
    add(real ? Token.Kind.REAL : Token.Kind.INTEGER, source.substring(begin, at));
  }

  private void string(char quote) throws ScriptFault {
    StringBuilder text = new StringBuilder();
    int begin = line;
    for (at++; at < source.length() && source.charAt(at) != quote; at++) {
      char c = source.charAt(at);
      if (c == '\n') {
        throw new ScriptFault("line " + begin + " has a text without end");
      }
      if (c == '\\' && at + 1 < source.length()) {
        at++;
        c = escaped(source.charAt(at));
      }
      text.append(c);
    }
    if (at >= source.length()) {
      throw new ScriptFault("line " + begin + " has a text without end");
    }
    at++;
    add(Token.Kind.STRING, text.toString());
  }

  /** Texts are only shown or compared: escapes by number stay as they are written. */
  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      default -> c;
    };
  }

  private void sign(char c) throws ScriptFault {
    if (source.startsWith("->", at)) {
      at += 2;
      add(Token.Kind.SIGN, "->");
      return;
    }
    if (BRACKETS.indexOf(c) >= 0) {
      brackets++;
    } else if (CLOSING.indexOf(c) >= 0) {
      brackets = Math.max(0, brackets - 1);
    } else if (",:.=-+*/".indexOf(c) < 0) {
      throw new ScriptFault("line " + line + " has the sign \"" + c + "\"");
    }
    at++;
    add(Token.Kind.SIGN, String.valueOf(c));
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }
}

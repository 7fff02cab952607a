package dev.thimble.importer.torch.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads expressions: calls, attributes, subscripts, literals and {@code a if b else c}. */
final class ExpressionParser {
  /** Far deeper than torch nests. */
  private static final int MAX_DEPTH = 150;

  private final Words words;
  private int depth;

  ExpressionParser(Words words) {
    this.words = words;
  }

  /** {@code a, b} without brackets is a tuple. */
  Expression tupleOrOne() throws ScriptFault {
    Expression first = expression();
    if (!words.next().is(",")) {
      return first;
    }
    List<Expression> elements = new ArrayList<>(List.of(first));
    while (words.take(",") && words.next().kind() != Token.Kind.NEWLINE) {
      elements.add(expression());
    }
    return new Expression.Sequence(true, elements);
  }

  Expression expression() throws ScriptFault {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new ScriptFault("line " + words.next().line() + " is nested too deeply");
    }
    Expression value = chain(primary());
    if (words.take("if")) {
      Expression condition = expression();
      words.expect("else");
      value = new Expression.Choice(condition, value, expression());
    }
    depth--;
    return value;
  }

  private Expression chain(Expression first) throws ScriptFault {
    Expression value = first;
    for (int length = 0; ; length++) {
      if (length > MAX_DEPTH) {
        throw new ScriptFault("line " + words.next().line() + " is nested too deeply");
      }
      if (words.take(".")) {
        value = new Expression.Attribute(value, words.name());
      } else if (words.take("(")) {
        value = call(value);
      } else if (words.take("[")) {
        value = new Expression.Subscript(value, index());
      } else {
        return value;
      }
    }
  }

  private Expression call(Expression function) throws ScriptFault {
    List<Expression> arguments = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!words.take(")")) {
      Expression argument = expression();
      if (words.take("=")) {
        if (!(argument instanceof Expression.Name name)) {
          throw words.unexpected();
        }
        named.put(name.name(), expression());
      } else {
        arguments.add(argument);
      }
      comma(")");
    }
    return new Expression.Call(function, arguments, named);
  }

  private Expression index() throws ScriptFault {
    List<Expression> parts = listUntil("]");
    return parts.size() == 1 ? parts.get(0) : new Expression.Sequence(true, parts);
  }

  private List<Expression> listUntil(String end) throws ScriptFault {
    List<Expression> elements = new ArrayList<>();
    while (!words.take(end)) {
      elements.add(expression());
      comma(end);
    }
    return elements;
  }

  private void comma(String end) throws ScriptFault {
    if (!words.next().is(end)) {
      words.expect(",");
    }
  }

  private Expression primary() throws ScriptFault {
    Token token = words.advance();
    return switch (token.kind()) {
      case NAME -> named(token.text());
      case INTEGER, REAL -> new Expression.Literal(number(token, ""));
      case STRING -> new Expression.Literal(token.text());
      case SIGN -> bracketed(token);
      default -> throw new ScriptFault("line " + token.line() + " ends too early");
    };
  }

  private static Expression named(String text) {
    return switch (text) {
      case "True" -> new Expression.Literal(true);
      case "False" -> new Expression.Literal(false);
      case "None" -> new Expression.Literal(null);
      default -> new Expression.Name(text);
    };
  }

  private Expression bracketed(Token token) throws ScriptFault {
    switch (token.text()) {
      case "-":
        return new Expression.Literal(number(words.advance(), "-"));
      case "[":
        return new Expression.Sequence(false, listUntil("]"));
      case "{":
        return dictionary();
      case "(":
        return parentheses();
      default:
        throw new ScriptFault(
            "line " + token.line() + " has an unexpected \"" + token.text() + "\"");
    }
  }

  private Expression parentheses() throws ScriptFault {
    if (words.take(")")) {
      return new Expression.Sequence(true, List.of());
    }
    Expression first = expression();
    if (words.take(")")) {
      return first;
    }
    words.expect(",");
    List<Expression> elements = new ArrayList<>(List.of(first));
    elements.addAll(listUntil(")"));
    return new Expression.Sequence(true, elements);
  }

  private Expression dictionary() throws ScriptFault {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!words.take("}")) {
      keys.add(expression());
      words.expect(":");
      values.add(expression());
      comma("}");
    }
    return new Expression.Dictionary(keys, values);
  }

  private static Object number(Token token, String sign) throws ScriptFault {
    try {
      if (token.kind() == Token.Kind.INTEGER) {
        return Long.valueOf(sign + token.text());
      } else if (token.kind() == Token.Kind.REAL) {
        return Double.valueOf(sign + token.text());
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ScriptFault("line " + token.line() + " has the number \"" + token.text() + "\"");
  }
}

package dev.thimble.importer.torch.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one file of TorchScript's source: classes with methods, and functions. Types are skipped,
 * as are the attributes of classes: their values are in the archive's pickles.
 */
final class ScriptParser {
  private final Words words;
  private final ExpressionParser expressions;

  private ScriptParser(List<Token> tokens) {
    words = new Words(tokens);
    expressions = new ExpressionParser(words);
  }

  /** The file's classes and functions. */
  static ScriptUnit parse(String source) throws ScriptFault {
    return new ScriptParser(Lexer.tokens(source)).unit();
  }

  private ScriptUnit unit() throws ScriptFault {
    Map<String, ScriptFunction> functions = new LinkedHashMap<>();
    Map<String, Map<String, ScriptFunction>> classes = new LinkedHashMap<>();
    while (!words.atEnd()) {
      if (words.take("class")) {
        String name = words.name();
        classes.put(name, methods());
      } else if (words.take("def")) {
        ScriptFunction function = function();
        functions.put(function.name(), function);
      } else {
        words.skipLine();
      }
    }
    return new ScriptUnit(functions, classes);
  }

  private Map<String, ScriptFunction> methods() throws ScriptFault {
    words.skipLine();
    Map<String, ScriptFunction> methods = new LinkedHashMap<>();
    if (!words.take(Token.Kind.INDENT)) {
      return methods;
    }
    while (!words.take(Token.Kind.DEDENT)) {
      if (words.take("def")) {
        ScriptFunction method = function();
        methods.put(method.name(), method);
      } else {
        words.skipLine();
      }
    }
    return methods;
  }

  private ScriptFunction function() throws ScriptFault {
    String name = words.name();
    words.expect("(");
    List<ScriptFunction.Parameter> parameters = new ArrayList<>();
    while (!words.take(")")) {
      String parameter = words.name();
      parameters.add(parameter(parameter));
      if (!words.next().is(")")) {
        words.expect(",");
      }
    }
    if (words.take("->")) {
      expressions.expression();
    }
    return new ScriptFunction(name, parameters, block());
  }

  private ScriptFunction.Parameter parameter(String name) throws ScriptFault {
    boolean tensor = false;
    if (words.take(":")) {
      tensor = expressions.expression().equals(new Expression.Name("Tensor"));
    }
    Optional<Expression> fallback =
        words.take("=") ? Optional.of(expressions.expression()) : Optional.empty();
    return new ScriptFunction.Parameter(name, tensor, fallback);
  }

  private List<Statement> block() throws ScriptFault {
    words.expect(":");
    words.expect(Token.Kind.NEWLINE);
    List<Statement> statements = new ArrayList<>();
    if (!words.take(Token.Kind.INDENT)) {
      throw words.unexpected();
    }
    while (!words.take(Token.Kind.DEDENT)) {
      if (words.take("pass")) {
        words.expect(Token.Kind.NEWLINE);
      } else {
        statements.add(statement());
      }
    }
    return statements;
  }

  private Statement statement() throws ScriptFault {
    if (words.take("if")) {
      return choice();
    } else if (words.take("for")) {
      String name = words.name();
      words.expect("in");
      Expression items = expressions.expression();
      return new Statement.For(name, items, block());
    } else if (words.take("while")) {
      Expression condition = expressions.expression();
      return new Statement.While(condition, block());
    } else if (words.take("return")) {
      boolean empty = words.next().kind() == Token.Kind.NEWLINE;
      Optional<Expression> value = empty ? Optional.empty() : Optional.of(expressions.tupleOrOne());
      words.expect(Token.Kind.NEWLINE);
      return new Statement.Return(value);
    }
    return simple();
  }

  private Statement choice() throws ScriptFault {
    Expression condition = expressions.expression();
    List<Statement> yes = block();
    List<Statement> no = words.take("else") ? block() : List.of();
    return new Statement.If(condition, yes, no);
  }

  private Statement simple() throws ScriptFault {
    List<Expression> targets = new ArrayList<>();
    boolean several = false;
    do {
      if (words.next().is("=") && !targets.isEmpty()) {
        break;
      }
      targets.add(expressions.expression());
      several |= words.next().is(",");
    } while (words.take(","));
    if (words.take(":")) {
      expressions.expression();
    }
    if (words.take("=")) {
      Expression value = expressions.tupleOrOne();
      words.expect(Token.Kind.NEWLINE);
      List<Expression> left =
          several ? List.of(new Expression.Sequence(true, List.copyOf(targets))) : targets;
      return new Statement.Assign(left.get(0), value);
    }
    words.expect(Token.Kind.NEWLINE);
    return new Statement.Run(targets.get(0));
  }
}

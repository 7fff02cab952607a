package dev.thimble.importer.torch.script;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has a value. */
sealed interface Expression {
  /** A number, a text, a truth value or {@code None}. */
  record Literal(@Nullable Object value) implements Expression {}

  /** A variable, or the first part of a qualified name. */
  record Name(String name) implements Expression {}

  /** {@code object.name}. */
  record Attribute(Expression object, String name) implements Expression {}

  /** {@code function(arguments, name=argument)}. */
  record Call(Expression function, List<Expression> arguments, Map<String, Expression> named)
      implements Expression {}

  /** {@code object[index]}. */
  record Subscript(Expression object, Expression index) implements Expression {}

  /** {@code [a, b]}, or {@code (a, b)}. */
  record Sequence(boolean tuple, List<Expression> elements) implements Expression {}

  /** <code>{a: b}</code>. */
  record Dictionary(List<Expression> keys, List<Expression> values) implements Expression {}

  /** {@code yes if condition else no}. */
  record Choice(Expression condition, Expression yes, Expression no) implements Expression {}
}

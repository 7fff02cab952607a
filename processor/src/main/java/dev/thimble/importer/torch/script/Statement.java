package dev.thimble.importer.torch.script;

import java.util.List;
import java.util.Optional;

/** A line of a function, or several. */
sealed interface Statement {
  /** {@code target = value}; a tuple as the target takes the value apart. */
  record Assign(Expression target, Expression value) implements Statement {}

  /** A call whose value nobody wants. */
  record Run(Expression expression) implements Statement {}

  /** {@code if condition: yes else: no}. */
  record If(Expression condition, List<Statement> yes, List<Statement> no) implements Statement {}

  /** {@code for name in items: body}. */
  record For(String name, Expression items, List<Statement> body) implements Statement {}

  /** {@code while condition: body}. */
  record While(Expression condition, List<Statement> body) implements Statement {}

  /** {@code return value}. */
  record Return(Optional<Expression> value) implements Statement {}
}

package dev.thimble.emit.text;

import dev.thimble.backend.ProductCall;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Stmt;
import java.util.Optional;

/** Prints expanded statements: the same text in C and in Java but for what the dialect says. */
public final class StatementPrinter {
  private final Dialect dialect;
  private final ExpressionPrinter expressions;
  private final CodeWriter writer;

  /** A printer of one function's body. */
  public StatementPrinter(Dialect dialect, CodeWriter writer) {
    this.dialect = dialect;
    this.expressions = new ExpressionPrinter(dialect);
    this.writer = writer;
  }

  /** Prints the statement. */
  public void print(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      seq.body().forEach(this::print);
    } else if (stmt instanceof Stmt.Block block) {
      writer.open("{");
      print(block.body());
      writer.close("}");
    } else if (stmt instanceof Stmt.For loop) {
      loop(loop);
    } else if (stmt instanceof Stmt.Let let) {
      expressions.declare(let.name(), let.type());
      writer.wrapped(
          dialect.local(let.type())
              + " "
              + let.name()
              + " = "
              + expressions.local(let.value(), let.type())
              + ";");
    } else if (stmt instanceof Stmt.Assign assign) {
      writer.wrapped(expressions.assignment(assign.name(), assign.value()));
    } else if (stmt instanceof Stmt.Store store) {
      writer.wrapped(
          dialect.element(store.buffer(), index(store.at()))
              + " = "
              + expressions.stored(store.value(), store.buffer().element())
              + ";");
    } else if (stmt instanceof Stmt.If test) {
      test(test);
    } else if (stmt instanceof Stmt.Fill fill) {
      fill(fill);
    } else if (stmt instanceof Stmt.Note note) {
      writer.line("/* " + note.text() + " */");
    } else {
      throw new IllegalArgumentException("not expanded: " + stmt);
    }
  }

  /** Tests within tests are one test. */
  private void test(Stmt.If test) {
    StringBuilder condition = new StringBuilder(comparison(test));
    Stmt then = test.then();
    while (then instanceof Stmt.If inner) {
      condition.append(" && ").append(comparison(inner));
      then = inner.then();
    }
    writer.open("if (" + condition + ") {");
    print(then);
    writer.close("}");
  }

  private String comparison(Stmt.If test) {
    return expressions.comparison(test.relation(), test.left(), test.right());
  }

  private void loop(Stmt.For loop) {
    Optional<ProductCall> call = dialect.call(loop);
    if (call.isPresent()) {
      call(call.get());
      return;
    }
    String name = loop.variable();
    writer.open(
        "for ("
            + dialect.counter()
            + " "
            + name
            + " = "
            + expressions.print(loop.from())
            + "; "
            + name
            + " < "
            + expressions.print(loop.to())
            + "; "
            + name
            + "++) {");
    print(loop.body());
    writer.close("}");
  }

  private void call(ProductCall call) {
    writer.wrapped(
        "%s = %s(%s, &%s, &%s, %d, %d);"
            .formatted(
                call.sum(),
                dialect.function(call),
                call.sum(),
                expressions.print(call.x()),
                expressions.print(call.w()),
                call.count(),
                call.offset()));
  }

  private void fill(Stmt.Fill fill) {
    writer.open("for (" + dialect.counter() + " at = 0; at < " + fill.count() + "; at++) {");
    writer.line(
        dialect.element(fill.buffer(), index(fill.at().plus("at", 1)))
            + " = "
            + dialect.stored(fill.value(), fill.buffer().element())
            + ";");
    writer.close("}");
  }

  private String index(Affine at) {
    return expressions.print(new Expr.Index(at));
  }
}

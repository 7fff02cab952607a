package dev.thimble.kernel;

import java.util.Map;
import java.util.Optional;

/** What a statement is about, in a few words: comments of assembly say it. */
public final class StatementTitle {
  private StatementTitle() {}

  /** The loop's variable and its end, or what gets a value; nothing of other statements. */
  public static Optional<String> of(Stmt stmt) {
    if (stmt instanceof Stmt.For loop) {
      String end = loop.to() instanceof Expr.Int to ? " < " + to.value() : "";
      return Optional.of("for " + loop.variable() + end);
    }
    if (stmt instanceof Stmt.Let let) {
      return Optional.of(let.name());
    }
    if (stmt instanceof Stmt.Assign assign) {
      return Optional.of(assign.name());
    }
    if (stmt instanceof Stmt.Store store) {
      return Optional.of(store.buffer().name() + "[" + index(store.at()) + "]");
    }
    return Optional.empty();
  }

  private static String index(Affine at) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Long> term : at.terms().entrySet()) {
      text.append(text.isEmpty() ? "" : " + ").append(term.getKey());
      if (term.getValue() != 1) {
        text.append(" * ").append(term.getValue());
      }
    }
    if (text.isEmpty() || at.base() != 0) {
      text.append(text.isEmpty() ? "" : " + ").append(at.base());
    }
    return text.toString();
  }
}

package dev.thimble.kernel.sums;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Stmt;

/** Constants of four bits made bytes: those that nothing reads two at a time. */
public final class WholeBytes {
  /** The statement with such constants. */
  public Stmt of(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      return new Stmt.Seq(seq.body().stream().map(this::of).toList());
    } else if (stmt instanceof Stmt.Block block) {
      return new Stmt.Block(of(block.body()));
    } else if (stmt instanceof Stmt.For loop) {
      return new Stmt.For(loop.variable(), of(loop.from()), of(loop.to()), of(loop.body()));
    } else if (stmt instanceof Stmt.If test) {
      return new Stmt.If(test.relation(), of(test.left()), of(test.right()), of(test.then()));
    } else if (stmt instanceof Stmt.Let let) {
      return new Stmt.Let(let.type(), let.name(), of(let.value()), let.range());
    } else if (stmt instanceof Stmt.Assign assign) {
      return new Stmt.Assign(assign.name(), of(assign.value()));
    } else if (stmt instanceof Stmt.Store store) {
      return new Stmt.Store(store.buffer(), store.at(), of(store.value()));
    }
    return stmt;
  }

  private Expr of(Expr expr) {
    if (expr instanceof Expr.Load load) {
      return new Expr.Load(whole(load.buffer()), load.at());
    } else if (expr instanceof Expr.Lookup lookup) {
      return new Expr.Lookup(whole(lookup.buffer()), of(lookup.at()));
    }
    return Expressions.map(expr, this::of);
  }

  private static Buffer whole(Buffer buffer) {
    return buffer.element() == Element.I4
        ? Buffer.constant(buffer.name() + "_bytes", Element.I8, buffer.values())
        : buffer;
  }
}

package dev.thimble.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import org.junit.jupiter.api.Test;

/** Loops whose rounds one can count by hand. */
class RoundsTest {
  private final Rounds rounds = new Rounds();

  @Test
  void limitsOfATable() {
    Buffer ends = Buffer.constant("ends", Element.I16, new long[] {2, 3, 7, 20});
    enter("frame", new Expr.Int(0), new Expr.Int(10));
    enter("band", new Expr.Int(0), new Expr.Int(3));
    enter("bin", new Expr.Load(ends, Affine.of("band")), new Expr.Load(ends, next("band")));

    assertThat(rounds.count()).isEqualTo(10 * 18);
    enter("k", new Expr.Int(0), new Expr.Int(4));
    assertThat(rounds.count()).isEqualTo(10 * 18 * 4);
  }

  @Test
  void limitsThatAreComputedFurtherOut() {
    enter("row", new Expr.Int(0), new Expr.Int(5));
    Expr from = Expr.bin(Op.MAX, new Expr.Index(Affine.of(2).plus("row", -1)), new Expr.Int(0));
    rounds.let(Stmt.Let.of("from", from));
    rounds.let(Stmt.Let.of("later", Expr.add(new Expr.Var("from"), new Expr.Int(1))));
    enter("channel", new Expr.Int(0), new Expr.Int(8));
    enter("tap", new Expr.Var("later"), new Expr.Int(3));

    assertThat(rounds.count()).isEqualTo(8 * (0 + 1 + 2 + 2 + 2));
    rounds.leave();
    assertThat(rounds.count()).isEqualTo(5 * 8);
  }

  @Test
  void aLoopInATriangle() {
    enter("i", new Expr.Int(0), new Expr.Int(4));
    enter("j", new Expr.Int(0), new Expr.Index(Affine.of("i")));
    enter("k", new Expr.Int(0), new Expr.Index(Affine.of("j")));

    assertThat(rounds.count()).isEqualTo(1 + (1 + 2));
  }

  @Test
  void limitsOfTheInputCountAsMost() {
    enter("i", new Expr.Int(0), new Expr.Int(4));
    rounds.enter(new Stmt.For("j", new Expr.Int(0), new Expr.Var("input"), Stmt.Seq.of()), 9);

    assertThat(rounds.count()).isEqualTo(36);
  }

  private void enter(String variable, Expr from, Expr to) {
    rounds.enter(new Stmt.For(variable, from, to, Stmt.Seq.of()), 1);
  }

  private static Affine next(String variable) {
    return Affine.of(variable).plus(1);
  }
}

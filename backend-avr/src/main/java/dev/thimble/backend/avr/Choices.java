package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interval;

/** Comparisons, and what depends on them, without jumps that take longer on one side. */
final class Choices {
  private final ExpressionCode expressions;
  private final Words words;

  Choices(ExpressionCode expressions, Words words) {
    this.expressions = expressions;
    this.words = words;
  }

  /** Branches on the flags of a comparison. */
  record Branches(String ifTrue, String ifFalse) {}

  private static Branches branches(Relation relation, boolean signed) {
    return switch (relation) {
      case LT -> signed ? new Branches("brlt", "brge") : new Branches("brlo", "brsh");
      case GE -> signed ? new Branches("brge", "brlt") : new Branches("brsh", "brlo");
      case EQ -> new Branches("breq", "brne");
      case NE -> new Branches("brne", "breq");
      default -> throw new IllegalArgumentException(relation + "");
    };
  }

  /** Compares; the flags hold until the next operation. */
  Branches compare(Relation relation, Expr left, Expr right) {
    Interval a = expressions.ranges.of(left);
    Interval b = expressions.ranges.of(right);
    boolean constant = b.low() == b.high();
    if (relation == Relation.GT || relation == Relation.LE) {
      boolean greater = relation == Relation.GT;
      if (constant) {
        Expr next = new Expr.Int(b.low() + 1);
        return compare(greater ? Relation.GE : Relation.LT, left, next);
      }
      return compare(greater ? Relation.LT : Relation.GE, right, left);
    }
    if (a.low() == a.high() && !constant && relation != Relation.EQ && relation != Relation.NE) {
      // c < x is x >= c + 1.
      Expr next = new Expr.Int(a.low() + 1);
      return compare(relation == Relation.LT ? Relation.GE : Relation.LT, right, next);
    }
    Interval both = a.union(b);
    int size = Widths.of(both);
    boolean signed = both.low() < 0;
    Value x = expressions.of(left, size);
    if (constant) {
      constant(x, a, b.low(), size, relation);
      return branches(relation, signed);
    }
    Value y = words.read(expressions.of(right, size), size);
    Value wide = words.read(x, size);
    words.compare(wide, y, size);
    words.registers.release(wide);
    words.registers.release(y);
    return branches(relation, signed);
  }

  private void constant(Value x, Interval range, long number, int size, Relation relation) {
    boolean order = relation == Relation.LT || relation == Relation.GE;
    if (number == 0 && order && range.low() < 0) {
      words.lines.one("tst r" + x.top());
      words.registers.release(x);
      return;
    }
    Value wide = words.read(x, size);
    words.compare(wide, number, size);
    words.registers.release(wide);
  }

  Value select(Expr.Select select, int size) {
    guard(select.then());
    guard(select.otherwise());
    boolean number = select.then() instanceof Expr.Int;
    Value result = words.own(expressions.of(select.otherwise(), size), size);
    if (number) {
      Branches flags = compare(select.relation(), select.left(), select.right());
      words.loadUnless(flags.ifFalse(), result.bytes(), ((Expr.Int) select.then()).value());
      return result;
    }
    Value then = words.read(expressions.of(select.then(), size), size);
    Branches flags = compare(select.relation(), select.left(), select.right());
    words.moveUnless(flags.ifFalse(), result.bytes(), then.bytes().subList(0, size));
    words.registers.release(then);
    return result;
  }

  /** Both sides are computed: neither may read what only the comparison makes safe. */
  private static void guard(Expr expr) {
    if (expr instanceof Expr.Lookup lookup && !lookup.buffer().isConstant()) {
      throw new Unsupported("a choice of an element of an array in RAM");
    }
    Expressions.parts(expr).forEach(Choices::guard);
  }

  Value extreme(Expr.Bin bin, int size) {
    Interval a = expressions.ranges.of(bin.left());
    Interval b = expressions.ranges.of(bin.right());
    Interval both = a.union(b);
    int full = Widths.of(both);
    boolean constant = b.low() == b.high();
    Value result = words.own(expressions.of(bin.left(), full), full);
    boolean max = bin.op() == Expr.Op.MAX;
    boolean signed = both.low() < 0;
    if (constant) {
      words.compare(result, b.low(), full);
      String keep = branches(max ? Relation.GE : Relation.LT, signed).ifTrue();
      words.loadUnless(keep, result.bytes(), b.low());
    } else {
      Value other = words.read(expressions.of(bin.right(), full), full);
      words.compare(result, other, full);
      String keep = branches(max ? Relation.GE : Relation.LT, signed).ifTrue();
      words.moveUnless(keep, result.bytes(), other.bytes().subList(0, full));
      words.registers.release(other);
    }
    return words.truncated(result, size);
  }

  /** The number between the limits; its upper bytes need not follow. */
  Value clamp(Value value, Interval range, Expr.Clamp clamp, int size) {
    int full = Widths.of(range.union(new Interval(clamp.low(), clamp.high())));
    boolean tight = range.low() >= clamp.low() && range.high() <= clamp.high();
    int kept = Math.min(size, full);
    if (tight) {
      return words.truncated(value, size);
    }
    Value own = words.own(value, Math.max(full, value.size()));
    boolean signed = range.low() < 0 || clamp.low() < 0;
    if (range.high() > clamp.high()) {
      words.compare(own, clamp.high() + 1, full);
      words.loadUnless(signed ? "brlt" : "brlo", own.bytes().subList(0, kept), clamp.high());
    }
    if (range.low() < clamp.low()) {
      if (clamp.low() == 0) {
        words.lines.one("tst r" + own.get(full - 1));
      } else {
        words.compare(own, clamp.low(), full);
      }
      words.loadUnless(signed ? "brge" : "brsh", own.bytes().subList(0, kept), clamp.low());
    }
    return words.truncated(own, size);
  }
}

package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Interpolated;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Stmt;
import java.util.List;

/** Functions of 16-bit numbers, read from a table and interpolated between its entries. */
final class Interpolation {
  /** Elements of a table that {@link #lookup} reads: 512 steps and their end. */
  private static final int STEP_BITS = 7;

  private static final int MIDDLE = 256;

  private Interpolation() {}

  /**
   * Leaves the function of {@code x} in a variable.
   *
   * @param role of the table among the kernel's constants; rules with one table share it
   */
  static List<Stmt> of(Interpolated rule, Context context, String role, Expr x, String name) {
    int last = rule.table().size() - 1;
    Expr scaled = new Expr.Var(name + "_scaled");
    Expr size = new Expr.Var(name + "_size");
    Expr entry = new Expr.Var(name + "_entry");
    Expr value = new Expr.Var(name + "_value");
    Expr mirrored =
        new Expr.Select(
            Relation.LT,
            scaled,
            new Expr.Int(0),
            Expr.sub(new Expr.Int(rule.minus()), value),
            Expr.add(value, new Expr.Int(rule.plus())));
    return List.of(
        Stmt.Let.of(name + "_scaled", scaled(rule, x)),
        Stmt.Let.of(name + "_size", magnitude(scaled)),
        // Never below 0: the clamp says it to the ranges analysis.
        Stmt.Let.of(
            name + "_entry",
            new Expr.Clamp(Expr.bin(Op.SHR, size, new Expr.Int(rule.fraction())), 0, last)),
        Stmt.Let.of(
            name + "_value",
            new Expr.Select(
                Relation.LT,
                entry,
                new Expr.Int(last),
                between(rule, context, role, size, entry),
                new Expr.Int(rule.saturated()))),
        Stmt.Let.of(
            name,
            new Expr.Clamp(
                Expr.bin(Op.SHR, mirrored, new Expr.Int(rule.outShift())),
                Short.MIN_VALUE,
                Short.MAX_VALUE)));
  }

  private static Expr scaled(Interpolated rule, Expr x) {
    Expr product = Expr.mul(x, new Expr.Int(rule.multiplier()));
    if (rule.shift() == 0) {
      return product;
    }
    Expr rounded = Expr.add(product, new Expr.Int(1L << (rule.shift() - 1)));
    return Expr.bin(Op.SHR, rounded, new Expr.Int(rule.shift()));
  }

  private static Expr magnitude(Expr value) {
    Expr zero = new Expr.Int(0);
    return new Expr.Select(Relation.LT, value, zero, Expr.sub(zero, value), value);
  }

  /** The entries are kept less the first one: TensorFlow Lite's table then fits 16 bits. */
  private static Expr between(
      Interpolated rule, Context context, String role, Expr size, Expr entry) {
    long first = rule.table().get(0);
    long[] entries = rule.table().stream().mapToLong(value -> value - first).toArray();
    Buffer table = context.constant(role, entries);
    Expr here = new Expr.Lookup(table, entry);
    Expr next = new Expr.Lookup(table, Expr.add(entry, new Expr.Int(1)));
    Expr unit = new Expr.Int(1L << rule.fraction());
    Expr rest =
        new Expr.Clamp(Expr.sub(size, Expr.mul(entry, unit)), 0, (1L << rule.fraction()) - 1);
    return Expr.add(
        Expr.mul(Expr.add(here, new Expr.Int(first)), unit), Expr.mul(rest, Expr.sub(next, here)));
  }

  /**
   * Leaves the value of a table of 513 entries at a 16-bit number in a variable, by {@code
   * LUTLookup} for int16 of {@code internal/common.h}.
   */
  static List<Stmt> lookup(Context context, String role, List<Integer> table, Expr x, String name) {
    Buffer entries = context.constant(role, table);
    Expr at = new Expr.Var(name + "_at");
    Expr entry = new Expr.Var(name + "_entry");
    Expr steps = new Expr.Int(1L << STEP_BITS);
    Expr start = Expr.mul(Expr.sub(entry, new Expr.Int(MIDDLE)), steps);
    Expr rest = new Expr.Clamp(Expr.sub(at, start), 0, (1L << STEP_BITS) - 1);
    Expr here = new Expr.Lookup(entries, entry);
    Expr next = new Expr.Lookup(entries, Expr.add(entry, new Expr.Int(1)));
    Expr rise = Expr.add(Expr.mul(Expr.sub(next, here), rest), new Expr.Int(1L << (STEP_BITS - 1)));
    // Between two entries, whatever the ranges analysis thinks.
    Expr value =
        new Expr.Clamp(
            Expr.add(here, Expr.bin(Op.SHR, rise, new Expr.Int(STEP_BITS))),
            entries.range().low(),
            entries.range().high());
    return List.of(
        Stmt.Let.of(name + "_at", new Expr.Clamp(x, Short.MIN_VALUE, Short.MAX_VALUE)),
        Stmt.Let.of(
            name + "_entry",
            Expr.add(Expr.bin(Op.SHR, at, new Expr.Int(STEP_BITS)), new Expr.Int(MIDDLE))),
        Stmt.Let.of(name, value));
  }

  /** What {@link #lookup} gives for the largest 16-bit number. */
  static long largest(List<Integer> table) {
    int here = table.get(table.size() - 2);
    int next = table.get(table.size() - 1);
    return here
        + (((next - here) * ((1L << STEP_BITS) - 1) + (1L << (STEP_BITS - 1))) >> STEP_BITS);
  }
}

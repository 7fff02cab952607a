package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values of an expression for many values of some of its parts, as the interpreter has them. */
final class Tabulation {
  private final Map<Expr, long[]> columns;

  private Tabulation(Map<Expr, long[]> columns) {
    this.columns = columns;
  }

  /**
   * The expression's value for each row.
   *
   * @param columns the values of those parts that are not constant, all equally many
   */
  static long[] of(Expr expr, Map<Expr, long[]> columns) {
    return new Tabulation(columns).values(expr);
  }

  private long[] values(Expr expr) {
    List<Buffer> inputs = new ArrayList<>();
    List<long[]> data = new ArrayList<>();
    Map<Expr, Expr> leaves = new HashMap<>();
    Affine row = Affine.of("row");
    columns.forEach(
        (leaf, values) -> {
          String name = "column" + inputs.size();
          Buffer column = Buffer.arena(name, Element.I64, values.length, Element.I64.range());
          inputs.add(column);
          data.add(values);
          leaves.put(leaf, new Expr.Load(column, row));
        });
    int rows = data.get(0).length;
    Buffer output = Buffer.arena("results", Element.I64, rows, Element.I64.range());
    Nest nest =
        Nest.map("results", List.of(new Axis("row", rows)), replace(expr, leaves), output, row);
    Kernel kernel =
        new Kernel(
            "results",
            "results",
            "",
            inputs,
            List.of(output),
            List.of(),
            List.of(),
            new Stmt.Do(nest),
            0);
    Interpreter interpreter =
        new Interpreter(new Program(List.of(kernel), inputs, List.of(output), List.of(), Map.of()));
    interpreter.run(data);
    return interpreter.read(output);
  }

  private static Expr replace(Expr expr, Map<Expr, Expr> leaves) {
    for (Map.Entry<Expr, Expr> leaf : leaves.entrySet()) {
      if (leaf.getKey().equals(expr)) {
        return leaf.getValue();
      }
    }
    return Expressions.map(expr, part -> replace(part, leaves));
  }
}

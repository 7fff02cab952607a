package dev.thimble.plan;

import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The reduction axes of all nests in a statement: loops over them may have computed limits. */
final class Loops {
  private Loops() {}

  static List<Axis> axes(Stmt stmt) {
    List<Axis> axes = new ArrayList<>();
    collect(stmt, axes);
    return axes;
  }

  private static void collect(Stmt stmt, List<Axis> axes) {
    if (stmt instanceof Stmt.Seq seq) {
      seq.body().forEach(s -> collect(s, axes));
    } else if (stmt instanceof Stmt.For loop) {
      collect(loop.body(), axes);
    } else if (stmt instanceof Stmt.Do nested) {
      axes.addAll(nested.nest().reduce());
    }
  }
}

package dev.thimble.plan.budget;

import dev.thimble.kernel.Buffer;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** RAM of one instance and of the stack that an inference needs. */
final class RamBudget implements BudgetRule {
  @Override
  public String member() {
    return "ram";
  }

  @Override
  public String unit() {
    return "bytes";
  }

  @Override
  public long chipLimit(Plan plan) {
    return plan.chip().ramBytes();
  }

  @Override
  public long needed(Plan plan) {
    return plan.ramBytes();
  }

  /**
   * Stack and arena, and the arrays that lie in the arena: these overlap, so they do not add up to
   * it.
   */
  @Override
  public List<Row> parts(Plan plan) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("(stack)", plan.stackBytes(), ""));
    rows.add(new Row("(arena)", plan.structBytes(), "shared over time by:"));
    List<Row> arrays = new ArrayList<>();
    for (Buffer buffer : plan.program().arrays()) {
      arrays.add(new Row("  " + buffer.name(), buffer.bytes(), ""));
    }
    arrays.sort(Comparator.comparingLong(row -> -row.amount()));
    rows.addAll(arrays);
    return rows;
  }
}

package dev.thimble.plan.budget;

import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Time of one inference at the device's clock. */
final class LatencyBudget implements BudgetRule {
  @Override
  public String member() {
    return "latencyMicros";
  }

  @Override
  public String unit() {
    return "microseconds";
  }

  @Override
  public long chipLimit(Plan plan) {
    // Samples of a signal do not wait; but bounds of portable code may be twice what is measured.
    boolean certain = plan.latencyMicros() / 2 > plan.periodMicros();
    return certain ? plan.periodMicros() : Long.MAX_VALUE;
  }

  @Override
  public long needed(Plan plan) {
    return plan.latencyMicros();
  }

  @Override
  public List<Row> parts(Plan plan) {
    List<Row> rows = new ArrayList<>();
    for (KernelCost cost : plan.costs()) {
      String detail = String.format(Locale.ROOT, "%,d cycles", cost.cycles());
      long micros = (long) Math.ceil(plan.micros(cost.cycles()));
      rows.add(new Row(cost.name(), micros, detail));
    }
    rows.sort(Comparator.comparingLong(row -> -row.amount()));
    return rows;
  }
}

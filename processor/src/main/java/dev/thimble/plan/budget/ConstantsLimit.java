package dev.thimble.plan.budget;

import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Constants of the model, where a chip cannot load them from all of its flash. */
final class ConstantsLimit implements BudgetRule {
  @Override
  public String member() {
    return "flash for constants";
  }

  @Override
  public String unit() {
    return "bytes";
  }

  @Override
  public long chipLimit(Plan plan) {
    int bytes = plan.backend().constantBytes(plan.chip());
    return bytes < plan.chip().flashBytes() ? bytes : Long.MAX_VALUE;
  }

  @Override
  public long needed(Plan plan) {
    return plan.costs().stream().mapToLong(KernelCost::constantBytes).sum()
        + plan.driver().constantBytes();
  }

  @Override
  public List<Row> parts(Plan plan) {
    List<Row> rows = new ArrayList<>();
    for (KernelCost cost : plan.costs()) {
      rows.add(new Row(cost.name(), cost.constantBytes(), ""));
    }
    rows.sort(Comparator.comparingLong(row -> -row.amount()));
    return rows;
  }
}

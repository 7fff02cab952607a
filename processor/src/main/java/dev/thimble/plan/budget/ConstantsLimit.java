package dev.thimble.plan.budget;

import dev.thimble.kernel.Kernel;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Constants of the model that short addresses must reach, where these do not reach all flash. */
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
    return plan.functions().stream().mapToLong(kernel -> bytes(plan, kernel)).sum()
        + plan.driver().constantBytes();
  }

  private static int bytes(Plan plan, Kernel kernel) {
    int reached = plan.backend().constantBytes(plan.chip());
    return plan.backend().farConstantBytes(plan.chip()) > reached
        ? plan.nearBytes(kernel)
        : plan.constantBytes(kernel);
  }

  @Override
  public List<Row> parts(Plan plan) {
    List<Row> rows = new ArrayList<>();
    for (Kernel kernel : plan.functions()) {
      rows.add(new Row(kernel.name(), bytes(plan, kernel), ""));
    }
    rows.sort(Comparator.comparingLong(row -> -row.amount()));
    return rows;
  }
}

package dev.thimble.plan.budget;

import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Flash of the model: code, constants and what it makes the compiler link. */
final class FlashBudget implements BudgetRule {
  @Override
  public String member() {
    return "flash";
  }

  @Override
  public String unit() {
    return "bytes";
  }

  @Override
  public long chipLimit(Plan plan) {
    return plan.chip().flashBytes();
  }

  @Override
  public long needed(Plan plan) {
    return plan.flashBytes();
  }

  @Override
  public List<Row> parts(Plan plan) {
    List<Row> rows = new ArrayList<>();
    for (KernelCost cost : plan.costs()) {
      String detail =
          String.format(
              Locale.ROOT, "constants %,d + code %,d", cost.constantBytes(), cost.codeBytes());
      rows.add(new Row(cost.name(), cost.flashBytes(), detail));
    }
    rows.add(new Row("(run and init)", plan.driver().flashBytes(), ""));
    if (plan.sharedBytes() > 0) {
      rows.add(new Row("(shared by steps)", plan.sharedBytes(), ""));
    }
    rows.add(new Row("(compiler's library)", plan.libraryBytes(), ""));
    rows.sort(Comparator.comparingLong(row -> -row.amount()));
    return rows;
  }
}

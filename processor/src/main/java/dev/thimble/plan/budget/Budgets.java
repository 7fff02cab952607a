package dev.thimble.plan.budget;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.diagnostic.BudgetMessage;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Place;
import dev.thimble.plan.Plan;
import dev.thimble.testing.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Holds plans to their budgets: each rule on every {@code @Budget} that binds the device, and to
 * the chip's own limits.
 */
public final class Budgets {
  private static final List<BudgetRule> RULES =
      List.of(new FlashBudget(), new ConstantsLimit(), new RamBudget(), new LatencyBudget());
  private static final int ROWS = 6;

  private Budgets() {}

  /**
   * Checks a plan.
   *
   * @param device the {@code @Device} that it was made for
   * @param ways finds ways out
   */
  public static void check(
      Declaration declaration,
      AnnotationValues device,
      Plan plan,
      Ways ways,
      Diagnostics diagnostics) {
    String mcu = plan.chip().mcu();
    for (BudgetRule rule : RULES) {
      for (AnnotationValues budget : declaration.budgets()) {
        boolean binds = budget.text("device").map(mcu::equals).orElse(true);
        Optional<Long> limit = budget.integer(rule.member());
        if (binds && limit.isPresent() && rule.needed(plan) > limit.get()) {
          Place place = budget.placeOf(rule.member());
          report(
              declaration,
              place,
              rule,
              limit.get(),
              plan,
              BudgetMessage.TM2103_OVER_BUDGET,
              ways.of(device, rule.member(), false),
              diagnostics);
        }
      }
      if (rule.needed(plan) > rule.chipLimit(plan)) {
        Place place = device.placeOf("mcu");
        report(
            declaration,
            place,
            rule,
            rule.chipLimit(plan),
            plan,
            BudgetMessage.TM2104_CHIP_TOO_SMALL,
            ways.of(device, rule.member(), true),
            diagnostics);
      }
    }
    long period = plan.periodMicros();
    if (plan.latencyMicros() > period && plan.latencyMicros() / 2 <= period) {
      diagnostics.report(
          device.placeOf("mcu"),
          BudgetMessage.TM2108_MAY_LAG,
          declaration.name().simpleName(),
          mcu,
          plan.latencyMicros(),
          period);
    }
    new PowerBudget(declaration, device, plan, diagnostics).check(ways);
  }

  /**
   * What a plan needs of each limit that binds it, as a share of the limit: the chip's own, each
   * budget's, and those of power where it can be estimated.
   */
  public static List<Double> usages(Declaration declaration, AnnotationValues device, Plan plan) {
    List<Double> usages = new ArrayList<>();
    String mcu = plan.chip().mcu();
    for (BudgetRule rule : RULES) {
      double needed = rule.needed(plan);
      usages.add(needed / rule.chipLimit(plan));
      for (AnnotationValues budget : declaration.budgets()) {
        boolean binds = budget.text("device").map(mcu::equals).orElse(true);
        budget.integer(rule.member()).filter(l -> binds).ifPresent(l -> usages.add(needed / l));
      }
    }
    usages.addAll(new PowerBudget(declaration, device, plan, new Diagnostics()).usages());
    return usages;
  }

  /** What budgets of power come to: {@code , an estimated 0.93 mW}; empty without such budgets. */
  public static String estimates(Declaration declaration, AnnotationValues device, Plan plan) {
    return new PowerBudget(declaration, device, plan, new Diagnostics()).estimates();
  }

  /**
   * Figures of the table of predictions that budgets bring: the tightest limits that bind a plan,
   * and what power comes to.
   */
  public static Map<String, Long> figures(
      Declaration declaration, AnnotationValues device, Plan plan) {
    Map<String, Long> figures = new LinkedHashMap<>();
    for (BudgetRule rule : RULES) {
      String metric = rule.member().equals("latencyMicros") ? "micros" : rule.member();
      declaration.budgets().stream()
          .filter(b -> b.text("device").map(plan.chip().mcu()::equals).orElse(true))
          .flatMap(b -> b.integer(rule.member()).stream())
          .forEach(limit -> figures.merge(Prediction.BUDGET + metric, limit, Math::min));
    }
    figures.putAll(new PowerBudget(declaration, device, plan, new Diagnostics()).figures());
    return figures;
  }

  private static void report(
      Declaration declaration,
      Place place,
      BudgetRule rule,
      long limit,
      Plan plan,
      Message message,
      String way,
      Diagnostics diagnostics) {
    long needed = rule.needed(plan);
    diagnostics.report(
        place,
        message,
        declaration.name().simpleName(),
        plan.chip().mcu(),
        rule.member(),
        String.format(Locale.ROOT, "%,d %s", limit, rule.unit()),
        String.format(Locale.ROOT, "%,d", needed - limit),
        String.format(Locale.ROOT, "%,d", needed),
        table(rule.parts(plan)) + way);
  }

  private static String table(List<BudgetRule.Row> rows) {
    StringBuilder text = new StringBuilder();
    for (BudgetRule.Row row : rows.subList(0, Math.min(ROWS, rows.size()))) {
      text.append(
          String.format(
                  Locale.ROOT, "\n    %-20s %,9d   %s", row.name(), row.amount(), row.detail())
              .replaceAll("\\s+$", ""));
    }
    if (rows.size() > ROWS) {
      text.append(String.format(Locale.ROOT, "\n    ... %d more", rows.size() - ROWS));
    }
    return text.toString();
  }
}

package dev.thimble.plan.budget;

import dev.thimble.Battery;
import dev.thimble.backend.PowerFacts;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.diagnostic.BudgetMessage;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Message;
import dev.thimble.plan.Plan;
import dev.thimble.plan.PowerEstimate;
import dev.thimble.testing.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Average power and battery life, both estimates from the currents of data sheets. */
final class PowerBudget {
  private static final double SECOND = 1000;
  private static final double MICRO = 1000;

  /** Of a month. */
  private static final double DAYS = 30;

  private final Declaration declaration;
  private final AnnotationValues device;
  private final Plan plan;
  private final Diagnostics diagnostics;

  PowerBudget(
      Declaration declaration, AnnotationValues device, Plan plan, Diagnostics diagnostics) {
    this.declaration = declaration;
    this.device = device;
    this.plan = plan;
    this.diagnostics = diagnostics;
  }

  void check(Ways ways) {
    for (AnnotationValues budget : declaration.budgets()) {
      for (String member : members(budget)) {
        estimate(budget, member).ifPresent(estimate -> judge(budget, member, estimate, ways));
      }
    }
  }

  /** The members of a budget of this chip that limit power. */
  private List<String> members(AnnotationValues budget) {
    boolean binds = budget.text("device").map(plan.chip().mcu()::equals).orElse(true);
    return Stream.of("milliwatts", "batteryMonths")
        .filter(member -> binds && budget.has(member))
        .toList();
  }

  /** What is needed of each limit, as a share; infinite where a current is not known. */
  List<Double> usages() {
    List<Double> usages = new ArrayList<>();
    for (AnnotationValues budget : declaration.budgets()) {
      for (String member : members(budget)) {
        double limit = budget.number(member).orElse(0.0);
        usages.add(
            estimate(budget, member)
                .map(
                    e ->
                        member.equals("milliwatts")
                            ? e.milliwatts() / limit
                            : limit / months(budget, e))
                .orElse(Double.POSITIVE_INFINITY));
      }
    }
    return usages;
  }

  /** What each budget comes to, in words. */
  String estimates() {
    StringBuilder text = new StringBuilder();
    for (AnnotationValues budget : declaration.budgets()) {
      for (String member : members(budget)) {
        boolean power = member.equals("milliwatts");
        estimate(budget, member)
            .ifPresent(
                e ->
                    text.append(", an estimated ")
                        .append(number(power ? e.milliwatts() : months(budget, e)))
                        .append(power ? " mW" : " months"));
      }
    }
    return text.toString();
  }

  /** What the first budget of each kind comes to, and its limit: microwatts, days of a battery. */
  Map<String, Long> figures() {
    Map<String, Long> figures = new LinkedHashMap<>();
    for (AnnotationValues budget : declaration.budgets()) {
      for (String member : members(budget)) {
        boolean power = member.equals("milliwatts");
        String metric = power ? "microwatts" : "battery.days";
        double unit = power ? MICRO : DAYS;
        double limit = unit * budget.number(member).orElse(0.0);
        estimate(budget, member)
            .filter(e -> !figures.containsKey(metric))
            .ifPresent(
                e -> {
                  double each = power ? e.milliwatts() : months(budget, e);
                  figures.put(metric, Math.round(unit * each));
                  figures.put(Prediction.BUDGET + metric, Math.round(limit));
                });
      }
    }
    return figures;
  }

  private static double months(AnnotationValues budget, PowerEstimate estimate) {
    return estimate.months(Battery.valueOf(budget.text("battery").orElse("CR2032")));
  }

  private void judge(AnnotationValues budget, String member, PowerEstimate estimate, Ways ways) {
    double limit = budget.number(member).orElse(0.0);
    if (member.equals("milliwatts")) {
      double needed = estimate.milliwatts();
      if (needed > limit) {
        report(
            budget, member, BudgetMessage.TM2103_OVER_BUDGET, limit, "mW", needed, estimate, ways);
      }
    } else {
      double reached = months(budget, estimate);
      if (reached < limit) {
        report(
            budget,
            member,
            BudgetMessage.TM2106_BELOW_BUDGET,
            limit,
            "months",
            reached,
            estimate,
            ways);
      }
    }
  }

  private void report(
      AnnotationValues budget,
      String member,
      Message message,
      double limit,
      String unit,
      double estimated,
      PowerEstimate estimate,
      Ways ways) {
    diagnostics.report(
        budget.placeOf(member),
        message,
        declaration.name().simpleName(),
        plan.chip().mcu(),
        member,
        String.format(Locale.ROOT, "%s %s", limit, unit),
        number(Math.abs(estimated - limit)),
        "an estimated " + number(estimated),
        table(estimate) + ways.of(device, member, false));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%,.1f", value);
  }

  private String table(PowerEstimate estimate) {
    return String.format(
        Locale.ROOT,
        "\n    %-20s %,10.1f uA   %,d us an inference"
            + "\n    %-20s %,10.1f uA"
            + "\n    %-20s %,10.1f uA",
        "(computing)",
        estimate.computingMicroamps(),
        plan.latencyMicros(),
        "(sensors)",
        estimate.sensorMicroamps(),
        "(sleep)",
        estimate.sleepMicroamps());
  }

  /** The estimate; empty if a current is not known, which is reported. */
  private Optional<PowerEstimate> estimate(AnnotationValues budget, String member) {
    PowerFacts facts = plan.backend().power(plan.chip());
    double volts = device.number("supplyVolts").orElse(facts.supplyVolts());
    Optional<Double> active = device.number("activeMilliamps");
    if (active.isEmpty() && facts.activeMilliamps(plan.clockHz(), volts).isPresent()) {
      active = Optional.of(facts.activeMilliamps(plan.clockHz(), volts).getAsDouble());
    }
    Optional<Double> sleep = device.number("sleepMicroamps");
    if (sleep.isEmpty() && facts.sleepMicroamps().isPresent()) {
      sleep = Optional.of(facts.sleepMicroamps().getAsDouble());
    }
    if (active.isEmpty()) {
      unknown(budget, member, "active current", "activeMilliamps");
    }
    if (sleep.isEmpty()) {
      unknown(budget, member, "sleep current", "sleepMicroamps");
    }
    if (active.isEmpty() || sleep.isEmpty()) {
      return Optional.empty();
    }
    double wake = facts.wakeCycles() * 1e6 / plan.clockHz();
    double every = budget.number("every").orElse(SECOND);
    double busy = plan.latencyMicros() + wake;
    double listening = 1;
    if (plan.program().stream().isPresent()) {
      double runs = plan.program().stream().get().runsPerSecond();
      double listen = budget.number("listen").orElse(every);
      listening = Math.min(1, listen / every);
      busy = (plan.micros(plan.averageCycles()) + wake) * runs * listen / SECOND;
    }
    double sensors = sensors() * listening;
    return Optional.of(PowerEstimate.of(active.get(), sleep.get(), sensors, volts, busy, every));
  }

  private double sensors() {
    double milliamps = 0;
    for (AnnotationValues sensor : declaration.sensors()) {
      milliamps += sensor.number("milliamps").orElse(0.0) * sensor.number("duty").orElse(1.0);
    }
    return milliamps;
  }

  private void unknown(AnnotationValues budget, String member, String figure, String device) {
    diagnostics.report(
        budget.placeOf(member),
        BudgetMessage.TM2107_UNKNOWN_CURRENT,
        declaration.name().simpleName(),
        plan.chip().mcu(),
        member,
        figure,
        plan.chip().mcu(),
        device);
  }
}

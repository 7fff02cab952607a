package dev.thimble.testing;

import java.io.PrintStream;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Budgets of a device beside what was predicted and what is measured. */
final class BudgetTable {
  private static final double MILLION = 1e6;

  private final Prediction predicted;
  private final PrintStream out;

  BudgetTable(Prediction predicted, PrintStream out) {
    this.predicted = predicted;
    this.out = out;
  }

  /**
   * Prints a row for each budget; nothing without budgets.
   *
   * @param quality of the integer model, while compiling
   * @param accuracy as measured now; absent where nothing is labelled
   */
  void print(Target target, Firmware firmware, Run run, Quality quality, OptionalDouble accuracy) {
    boolean any =
        predicted.rows().stream().anyMatch(row -> row.metric().startsWith(Prediction.BUDGET));
    OptionalDouble least = quality.value(Quality.ACCURACY_BUDGET);
    if (!any && least.isEmpty()) {
      return;
    }
    out.printf("  %-28s %12s %12s %12s%n", "budget", "limit", "predicted", "measured");
    FlashRam sizes = firmware.sizes();
    row("flash", "flash, bytes", sizes.modelFlash());
    row("ram", "ram with stack, bytes", sizes.structBytes() + run.stackBytes().orElse(0));
    boolean cycles = run.unit() == Unit.CYCLES && target.device().clockHz() > 0;
    long micros = cycles ? Math.round(run.total().max() * MILLION / target.device().clockHz()) : -1;
    row("micros", "latency, microseconds", micros);
    row("microwatts", "power, microwatts, estimated", -1);
    row("battery.days", "battery, days at least, est.", -1);
    if (least.isPresent()) {
      out.printf(
          "  %-28s %12.4f %12.4f %12s%n",
          "accuracy, at least",
          least.getAsDouble(),
          quality.value(Quality.INTEGER_ACCURACY).orElse(0),
          accuracy.isPresent() ? String.format("%.4f", accuracy.getAsDouble()) : "-");
    }
  }

  /** A negative number is not measured. */
  private void row(String metric, String what, long measured) {
    OptionalLong limit = predicted.value(Prediction.MODEL, Prediction.BUDGET + metric);
    if (limit.isPresent()) {
      long value = predicted.value(Prediction.MODEL, metric).orElse(0);
      String shown = measured < 0 ? "-" : String.format("%,d", measured);
      out.printf("  %-28s %,12d %,12d %12s%n", what, limit.getAsLong(), value, shown);
    }
  }
}

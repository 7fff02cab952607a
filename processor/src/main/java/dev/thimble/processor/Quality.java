package dev.thimble.processor;

import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.StepQuality;
import java.util.Locale;
import java.util.Optional;

/** The file that says what quantisation cost, step by step: data of the report. */
final class Quality {
  /** Its name beside the model's other files. */
  static final String FILE_NAME = "quality.csv";

  private Quality() {}

  static String text(Optional<Quantised> quantised, Optional<Accuracy> accuracy) {
    StringBuilder text = new StringBuilder("step,kernel,metric,value\n");
    quantised.ifPresent(q -> q.qualities().forEach(each -> text.append(line(each))));
    accuracy.ifPresent(
        a -> {
          text.append(line("integer_accuracy", a.integer()));
          a.real().ifPresent(real -> text.append(line("real_accuracy", real)));
        });
    return text.toString();
  }

  private static String line(StepQuality quality) {
    return String.format(
        Locale.ROOT, "%s,%s,decibels,%.2f\n", quality.step(), quality.node(), quality.decibels());
  }

  private static String line(String metric, double value) {
    return String.format(Locale.ROOT, "*,*,%s,%.6f\n", metric, value);
  }
}

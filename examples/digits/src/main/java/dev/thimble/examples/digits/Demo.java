package dev.thimble.examples.digits;

import dev.thimble.data.LabelledReals;
import dev.thimble.testing.ClassifierReport;

/**
 * Runs every held-out picture through the host twins, through the C on this host and through the
 * firmware on the simulated chips, compares every byte, and prints what each step costs.
 */
public final class Demo {
  private Demo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    int mismatches =
        new ClassifierReport(heldOut(), System.out)
            .model(DigitsMlp.class, DigitsMlpModel::image, () -> new DigitsMlpModel().hostTwin())
            .model(DigitsCnn.class, DigitsCnnModel::image, () -> new DigitsCnnModel().hostTwin())
            .model(DigitsGru.class, DigitsGruModel::image, () -> new DigitsGruModel().hostTwin())
            .model(
                DigitsGruHalf.class,
                DigitsGruHalfModel::image,
                () -> new DigitsGruHalfModel().hostTwin())
            .model(DigitsLstm.class, DigitsLstmModel::image, () -> new DigitsLstmModel().hostTwin())
            .model(
                DigitsLstmHalf.class,
                DigitsLstmHalfModel::image,
                () -> new DigitsLstmHalfModel().hostTwin())
            .sum();
    System.exit(mismatches == 0 ? 0 : 1);
  }

  /** The pictures that training never saw: 8x8 pixels from 0 to 16. */
  static LabelledReals heldOut() {
    return LabelledReals.beside(Demo.class, "digits_test.npz", "x");
  }
}

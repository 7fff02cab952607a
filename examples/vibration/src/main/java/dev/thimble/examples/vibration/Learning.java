package dev.thimble.examples.vibration;

import dev.thimble.data.NpzWriter;
import java.nio.file.Path;

/** Writes the figures of a healthy machine, as the chip computes them, to learn from. */
final class Learning {
  private static final int WINDOWS = 1500;
  private static final long SEED = 1;

  private Learning() {}

  /**
   * Writes {@code healthy.npz}.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) {
    Machine machine = new Machine(SEED);
    FiguresModel model = new FiguresModel();
    int[] all = new int[0];
    int features = 0;
    for (int i = 0; i < WINDOWS; i++) {
      model.reset();
      model.push(machine.window(Machine.State.HEALTHY));
      int[] figures = model.figures();
      if (i == 0) {
        features = figures.length;
        all = new int[WINDOWS * features];
      }
      System.arraycopy(figures, 0, all, i * features, features);
    }
    new NpzWriter().integers("figures", all, WINDOWS, features).write(Path.of(arguments[0]));
  }
}

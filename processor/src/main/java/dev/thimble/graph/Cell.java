package dev.thimble.graph;

/**
 * How a {@link Recurrence} makes its next hidden state h of the one before and of what its gates
 * give; {@code s} is the logistic function.
 */
public enum Cell {
  /** {@code h = tanh(Wx + b + Rh + c)}. */
  TANH(1),

  /** {@code h = max(0, Wx + b + Rh + c)}. */
  RELU(1),

  /**
   * Gates r, z, n: {@code r, z = s(Wx + b + Rh + c)}, {@code n = tanh(Wx + b + r * (Rh + c))},
   * {@code h = n + z * (h - n)}. PyTorch's, and Keras's with {@code reset_after}.
   */
  GRU(3),

  /** As {@link #GRU}, but {@code n = tanh(Wx + b + R(r * h) + c)}. */
  GRU_RESET_BEFORE(3),

  /**
   * Gates i, f, g, o: {@code i, f, o = s(Wx + b + Rh + c)}, {@code g = tanh(...)}, the cell state
   * {@code m = f * m + i * g}, {@code h = o * tanh(m)}.
   */
  LSTM(4),

  /**
   * One sum for both gates: {@code z = s(Wx + Rh + b)}, {@code n = tanh(Wx + Rh + c)}, {@code h =
   * (zeta * (1 - z) + nu) * n + z * h}.
   */
  FAST_GRNN(1);

  private final int gates;

  Cell(int gates) {
    this.gates = gates;
  }

  /** Rows of weights for each unit. */
  public int gates() {
    return gates;
  }

  /** Whether no hidden state is below -1 or above 1. */
  public boolean bounded() {
    return this != RELU && this != FAST_GRNN;
  }
}

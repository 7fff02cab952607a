package dev.thimble;

/**
 * How a network is made of integers, as a whole ({@link TinyModel#precision()}) or step by step
 * ({@link Dense#precision()} and so on).
 *
 * <pre>{@code
 * @TinyModel(weights = "w.safetensors", calibration = "c.npz", precision = AUTO)
 * @Budget(flash = 4 * KIB, accuracy = 0.95)
 * final class Digits {
 *   @Input(shape = 64)                                       Tensor image;
 *   @Dense(units = 32, activation = RELU)                    Tensor hidden;    // 8 or 4 bits
 *   @Dense(units = 10, precision = Precision.INT8)           Tensor logits;    // 8 bits
 * }
 * }</pre>
 */
public enum Precision {
  /** What {@link TinyModel#precision()} says; there it means {@link #INT8}. */
  MODEL,
  /** Weights and results of 8 bits. */
  INT8,
  /**
   * Weights of 4 bits, two a byte of flash, with a scale for each output channel; results of 8
   * bits. Half the flash for weights; portable code takes longer to unpack them, the AVR's own code
   * for dense layers and convolutions does not.
   */
  INT4,
  /**
   * Weights of 8 bits, results of 16: for networks that lose too much by results of 8 bits. More
   * RAM and time. An {@link Input} has 16 bits where all layers that it reaches have.
   */
  INT16,
  /**
   * Weights of 8 bits where they fit, of 4 where they must: the widths with which all budgets are
   * met at once and most is kept of the network, searched while compiling; channels are equalised
   * where that is better.
   */
  AUTO
}

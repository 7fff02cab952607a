package dev.thimble.examples.wakeword;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Padding.VALID;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Conv2D;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.DepthwiseConv2D;
import dev.thimble.Device;
import dev.thimble.Flatten;
import dev.thimble.Input;
import dev.thimble.Reshape;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/**
 * The network of {@link WakeWord} alone, over a window of features that something else has made:
 * small enough for an 8-bit chip with 4 KB of RAM.
 */
@TinyModel(
    weights = "wakeword.safetensors",
    calibration = "wakeword_train.npz",
    evaluation = "wakeword_test.npz")
@Device(mcu = "atmega644", clockHz = 16_000_000)
@Device(mcu = "stm32l476", clockHz = 48_000_000)
@Budget(flash = 14 * KIB, ram = 4 * KIB, accuracy = 0.94)
@Budget(device = "atmega644", latencyMicros = 150_000)
@Budget(device = "stm32l476", latencyMicros = 20_000)
final class WakeNetwork {
  @Input(shape = {65, 40})
  Tensor window;

  @Reshape({65, 1, 40})
  Tensor frames;

  @Conv2D(
      filters = 16,
      kernel = {5, 1},
      stride = {2, 1},
      padding = VALID,
      activation = RELU)
  Tensor sounds;

  @DepthwiseConv2D(
      kernel = {9, 1},
      padding = VALID,
      activation = RELU)
  Tensor syllables;

  @Conv2D(filters = 24, kernel = 1, activation = RELU)
  Tensor parts;

  @Flatten Tensor row;

  @Dense(units = 2)
  Tensor logits;

  @ArgMax(labels = {"other", "hey jarvis"})
  Decision word;
}

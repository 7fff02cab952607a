package dev.thimble.examples.digits;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Conv2D;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.DepthwiseConv2D;
import dev.thimble.Device;
import dev.thimble.Input;
import dev.thimble.MaxPool2D;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** Handwritten digits by a small convolutional network. */
@TinyModel(
    weights = "digits_cnn.safetensors",
    calibration = "digits_train.npz",
    evaluation = "digits_test.npz")
@Device(mcu = "atmega328p", clockHz = 16_000_000)
@Device(mcu = "stm32l476", clockHz = 80_000_000)
@Budget(flash = 8 * KIB, ram = 1 * KIB)
final class DigitsCnn {
  @Input(
      shape = {8, 8, 1},
      min = 0,
      max = 16)
  Tensor image;

  @Conv2D(filters = 8, kernel = 3, activation = RELU)
  Tensor edges;

  @MaxPool2D(2)
  Tensor pooled;

  @DepthwiseConv2D(kernel = 3, activation = RELU)
  Tensor features;

  @Conv2D(filters = 12, kernel = 1, activation = RELU)
  Tensor mixed;

  @Dense(units = 10)
  Tensor logits;

  @ArgMax(labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
  Decision digit;
}

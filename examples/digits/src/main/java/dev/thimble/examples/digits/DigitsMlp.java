package dev.thimble.examples.digits;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.Device;
import dev.thimble.Input;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** Handwritten digits by two dense layers: small enough for an Arduino beside everything else. */
@TinyModel(
    weights = "digits_mlp.safetensors",
    calibration = "digits_train.npz",
    evaluation = "digits_test.npz")
@Device(mcu = "atmega328p", clockHz = 16_000_000)
@Device(mcu = "stm32l476", clockHz = 80_000_000)
@Budget(flash = 6 * KIB, ram = 384)
final class DigitsMlp {
  @Input(
      shape = {8, 8, 1},
      min = 0,
      max = 16)
  Tensor image;

  @Dense(units = 32, activation = RELU)
  Tensor hidden;

  @Dense(units = 10)
  Tensor logits;

  @ArgMax(labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
  Decision digit;
}

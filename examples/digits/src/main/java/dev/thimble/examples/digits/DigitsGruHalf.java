package dev.thimble.examples.digits;

import static dev.thimble.Precision.INT4;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.Device;
import dev.thimble.Gru;
import dev.thimble.Input;
import dev.thimble.Reshape;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** {@link DigitsGru} with recurrent weights of 4 bits. */
@TinyModel(
    weights = "digits_gru.safetensors",
    calibration = "digits_train.npz",
    evaluation = "digits_test.npz")
@Device(mcu = "atmega328p", clockHz = 16_000_000)
@Device(mcu = "stm32l476", clockHz = 80_000_000)
@Budget(flash = 8 * KIB, ram = 1 * KIB)
final class DigitsGruHalf {
  @Input(
      shape = {8, 8, 1},
      min = 0,
      max = 16)
  Tensor image;

  @Reshape({8, 8})
  Tensor rows;

  @Gru(units = 20, precision = INT4)
  Tensor state;

  @Dense(units = 10)
  Tensor logits;

  @ArgMax(labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
  Decision digit;
}

package dev.thimble.examples.pytorch;

import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Device;
import dev.thimble.Input;
import dev.thimble.Network;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** Handwritten digits by a program of PyTorch Mobile: the network is one step. */
@TinyModel(calibration = "calibration.npz", evaluation = "test.npz")
@Device(mcu = "atmega328p", clockHz = 16_000_000)
@Device(mcu = "stm32l476", clockHz = 80_000_000)
@Budget(flash = 6 * KIB, ram = 1 * KIB)
final class MobileDigits {
  @Input(
      shape = {8, 8, 1},
      min = 0,
      max = 16)
  Tensor picture;

  @Network("digits.ptl")
  Tensor scores;

  @ArgMax(labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
  Decision digit;
}

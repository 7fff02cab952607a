package dev.thimble.examples.coreml;

import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Device;
import dev.thimble.Input;
import dev.thimble.Network;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/**
 * Handwritten digits by a Core ML package: its scale and bias make of raw pixels what the network
 * wants, and its classes name the decisions.
 */
@TinyModel(calibration = "calibration.npz", evaluation = "test.npz")
@Device(mcu = "stm32l476", clockHz = 80_000_000)
@Budget(flash = 10 * KIB, ram = 2 * KIB)
final class CoreMlDigits {
  @Input(
      shape = {8, 8, 1},
      min = 0,
      max = 16)
  Tensor picture;

  @Network("digits.mlpackage")
  Tensor scores;

  @ArgMax Decision digit;
}

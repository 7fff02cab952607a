package dev.thimble.examples.pytorch;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.BatchNorm;
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

/**
 * The network of {@link MobileDigits}, declared step by step: the weights come from the {@code
 * state_dict}, under the names and in the layouts of PyTorch.
 */
@TinyModel(weights = "digits.safetensors", calibration = "calibration.npz", evaluation = "test.npz")
@Device(mcu = "atmega328p", clockHz = 16_000_000)
@Device(mcu = "stm32l476", clockHz = 80_000_000)
@Budget(flash = 6 * KIB, ram = 1 * KIB)
final class DeclaredDigits {
  @Input(
      shape = {8, 8, 1},
      min = 0,
      max = 16)
  Tensor picture;

  @Conv2D(filters = 8, kernel = 3)
  Tensor first;

  @BatchNorm(activation = RELU)
  Tensor edges;

  @MaxPool2D(2)
  Tensor pooled;

  @DepthwiseConv2D(kernel = 3, activation = RELU)
  Tensor depthwise;

  @Conv2D(filters = 16, kernel = 1, activation = RELU)
  Tensor mix;

  @MaxPool2D(2)
  Tensor smaller;

  @Dense(units = 10)
  Tensor scores;

  @ArgMax(labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
  Decision digit;
}

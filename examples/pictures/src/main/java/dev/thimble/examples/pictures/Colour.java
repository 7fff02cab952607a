package dev.thimble.examples.pictures;

import static dev.thimble.Activation.RELU;
import static dev.thimble.PictureFormat.RGB565;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Conv2D;
import dev.thimble.Crop;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.Device;
import dev.thimble.MaxPool2D;
import dev.thimble.Picture;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** Which object lies there, in a camera's RGB565. */
@TinyModel(
    weights = "colour_weights.npz",
    calibration = "camera_train.npz",
    evaluation = "camera_test.npz")
@Device(
    mcu = "stm32h743",
    clockHz = 480_000_000,
    supplyVolts = 3.3,
    activeMilliamps = 150,
    sleepMicroamps = 400)
@Device(mcu = "corstone-300")
@Budget(flash = 32 * KIB, ram = 32 * KIB, accuracy = 0.9)
@Budget(device = "stm32h743", latencyMicros = 20_000, milliwatts = 20, every = 1_000)
final class Colour {
  @Picture(width = 40, height = 40, format = RGB565)
  Tensor camera;

  @Crop(width = 32, height = 32)
  Tensor middle;

  @Conv2D(filters = 8, kernel = 3, activation = RELU)
  Tensor edges;

  @MaxPool2D(2)
  Tensor fewer;

  @Conv2D(filters = 16, kernel = 3, activation = RELU)
  Tensor parts;

  @MaxPool2D(2)
  Tensor few;

  @Conv2D(filters = 24, kernel = 3, activation = RELU)
  Tensor forms;

  @MaxPool2D(2)
  Tensor fewest;

  @Dense(units = 7)
  Tensor logits;

  @ArgMax(labels = {"nothing", "cup", "bottle", "key", "glasses", "fork", "bulb"})
  Decision object;
}

package dev.thimble.examples.pictures;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Conv2D;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.Device;
import dev.thimble.Picture;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** Which object lies there, in 16 by 16 grey pixels and the 2 KB of an ATmega328P. */
@TinyModel(
    weights = "small_weights.npz",
    calibration = "small_train.npz",
    evaluation = "small_test.npz")
// The data sheet has 5.2 mA at 8 MHz and 5 V; twice that at 16 MHz.
@Device(mcu = "atmega328p", clockHz = 16_000_000, supplyVolts = 5.0, activeMilliamps = 10.4)
@Budget(
    flash = 20 * KIB,
    ram = 1_600,
    latencyMicros = 200_000,
    milliwatts = 10,
    every = 1_000,
    accuracy = 0.75)
final class Small {
  @Picture(width = 16, height = 16)
  Tensor picture;

  @Conv2D(filters = 8, kernel = 3, stride = 2, activation = RELU)
  Tensor edges;

  @Conv2D(filters = 16, kernel = 3, stride = 2, activation = RELU)
  Tensor parts;

  @Dense(units = 16, activation = RELU)
  Tensor hidden;

  @Dense(units = 7)
  Tensor logits;

  @ArgMax(labels = {"nothing", "cup", "bottle", "key", "glasses", "fork", "bulb"})
  Decision object;
}

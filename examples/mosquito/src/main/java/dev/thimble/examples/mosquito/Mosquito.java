package dev.thimble.examples.mosquito;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Battery.CR2032;
import static dev.thimble.Sizes.KIB;

import dev.thimble.ArgMax;
import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.Device;
import dev.thimble.GlobalAveragePool;
import dev.thimble.LogSpectrum;
import dev.thimble.Pcm;
import dev.thimble.Recent;
import dev.thimble.Reshape;
import dev.thimble.Sensor;
import dev.thimble.Signal;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/**
 * Which mosquito flies by: half a second of sound each minute, months on a coin cell, all of it in
 * the 2 KB of an ATmega328P.
 */
@TinyModel(
    weights = "mosquito.safetensors",
    calibration = "wings_train.npz",
    evaluation = "wings_test.npz")
// The data sheet has 1.7 mA at 4 MHz and 3 V.
@Device(mcu = "atmega328p", clockHz = 8_000_000, supplyVolts = 3.0, activeMilliamps = 3.4)
@Sensor(name = "analogue MEMS microphone", milliamps = 0.12)
@Budget(
    flash = 20 * KIB,
    ram = 1_800,
    listen = 500,
    every = 60_000,
    batteryMonths = 6,
    battery = CR2032,
    accuracy = 0.9)
final class Mosquito {
  @Pcm(rate = 4_000)
  Signal wing;

  @LogSpectrum(size = 128, hop = 96, bands = 16, lowHz = 200, highHz = 1_200)
  Signal loudness;

  @Recent(frames = 20, hop = 20)
  Tensor window;

  @Reshape({20, 1, 16})
  Tensor frames;

  @GlobalAveragePool Tensor average;

  @Dense(units = 12, activation = RELU)
  Tensor hidden;

  @Dense(units = 3)
  Tensor logits;

  @ArgMax(labels = {"none", "culex", "aedes"})
  Decision species;
}

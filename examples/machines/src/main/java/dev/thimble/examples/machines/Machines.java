package dev.thimble.examples.machines;

import static dev.thimble.Battery.ALKALINE_AA;
import static dev.thimble.Sizes.KIB;

import dev.thimble.Anomaly;
import dev.thimble.BandScale;
import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Device;
import dev.thimble.GlobalAveragePool;
import dev.thimble.KMeans;
import dev.thimble.LogSpectrum;
import dev.thimble.Pcm;
import dev.thimble.Recent;
import dev.thimble.Reshape;
import dev.thimble.Sensor;
import dev.thimble.Signal;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/**
 * Whether a pump still sounds as it did when it was healthy: a second each minute. What is healthy
 * is learnt while javac runs; no fault was heard before.
 */
@TinyModel(calibration = "healthy.npz")
// 100 uA/MHz while it runs (data sheet); asleep in between: an assumption, measure yours.
@Device(
    mcu = "stm32l476",
    clockHz = 16_000_000,
    supplyVolts = 3.0,
    activeMilliamps = 1.6,
    sleepMicroamps = 5)
@Sensor(name = "MEMS microphone", milliamps = 0.65)
@Budget(
    flash = 12 * KIB,
    ram = 6 * KIB,
    latencyMicros = 32_000,
    listen = 992,
    every = 60_000,
    batteryMonths = 24,
    battery = ALKALINE_AA)
final class Machines {
  @Pcm(rate = 16_000)
  Signal microphone;

  @LogSpectrum(size = 512, hop = 512, bands = 32, lowHz = 40, highHz = 8_000, scale = BandScale.MEL)
  Signal loudness;

  @Recent(frames = 31, hop = 31)
  Tensor window;

  @Reshape({31, 1, 32})
  Tensor frames;

  @GlobalAveragePool Tensor average;

  @KMeans(clusters = 12, fit = "healthy.npz")
  Tensor distances;

  @Anomaly(limit = 80)
  Decision alarm;
}

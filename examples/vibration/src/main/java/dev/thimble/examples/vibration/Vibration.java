package dev.thimble.examples.vibration;

import static dev.thimble.Battery.CR2032;
import static dev.thimble.Sizes.KIB;
import static dev.thimble.Statistic.PEAK_TO_PEAK;
import static dev.thimble.Statistic.RMS;
import static dev.thimble.Statistic.ZERO_CROSSINGS;

import dev.thimble.Anomaly;
import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Device;
import dev.thimble.KMeans;
import dev.thimble.Normalise;
import dev.thimble.Recent;
import dev.thimble.Samples;
import dev.thimble.Sensor;
import dev.thimble.Signal;
import dev.thimble.Statistics;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/**
 * Whether a machine still shakes as it did when it was healthy: 0.32 seconds of an accelerometer
 * each minute, months on a coin cell. What is healthy is learnt while javac runs.
 */
@TinyModel(calibration = "healthy.npz")
// The data sheet has 1.7 mA at 4 MHz and 3 V.
@Device(mcu = "atmega328p", clockHz = 8_000_000, supplyVolts = 3.0, activeMilliamps = 3.4)
@Sensor(name = "MEMS accelerometer", milliamps = 0.14)
@Budget(
    flash = 8 * KIB,
    ram = 1_500,
    listen = 320,
    every = 60_000,
    batteryMonths = 6,
    battery = CR2032)
final class Vibration {
  @Samples(rate = 400, channels = 3)
  Signal accelerometer;

  @Recent(frames = 128, hop = 64)
  Tensor window;

  @Statistics({RMS, PEAK_TO_PEAK, ZERO_CROSSINGS})
  Tensor figures;

  @Normalise(data = "healthy.npz")
  Tensor scaled;

  @KMeans(clusters = 6, fit = "healthy.npz")
  Tensor distances;

  @Anomaly(quantile = 0.999)
  Decision alarm;
}

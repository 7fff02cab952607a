package dev.thimble.examples.vibration;

import static dev.thimble.Statistic.PEAK_TO_PEAK;
import static dev.thimble.Statistic.RMS;
import static dev.thimble.Statistic.ZERO_CROSSINGS;

import dev.thimble.Device;
import dev.thimble.Recent;
import dev.thimble.Samples;
import dev.thimble.Signal;
import dev.thimble.Statistics;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** The figures of {@link Vibration} alone: their twin makes the data to learn from. */
@TinyModel
@Device(mcu = "atmega328p", clockHz = 8_000_000)
final class Figures {
  @Samples(rate = 400, channels = 3)
  Signal accelerometer;

  @Recent(frames = 128, hop = 64)
  Tensor window;

  @Statistics({RMS, PEAK_TO_PEAK, ZERO_CROSSINGS})
  Tensor figures;
}

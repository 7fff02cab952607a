package dev.thimble.examples.gestures;

import static dev.thimble.Statistic.CORRELATION;
import static dev.thimble.Statistic.DEVIATION;
import static dev.thimble.Statistic.JERK;
import static dev.thimble.Statistic.KURTOSIS;
import static dev.thimble.Statistic.MEAN;
import static dev.thimble.Statistic.ZERO_CROSSINGS;

import dev.thimble.Device;
import dev.thimble.Recent;
import dev.thimble.Samples;
import dev.thimble.Signal;
import dev.thimble.Statistics;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** The figures alone: what the network is trained on is what the chip computes. */
@TinyModel
@Device(mcu = "atmega328p", clockHz = 16_000_000)
final class Motion {
  @Samples(rate = 50, channels = 3)
  Signal imu;

  @Recent(frames = 50, hop = 10)
  Tensor window;

  @Statistics({MEAN, DEVIATION, ZERO_CROSSINGS, KURTOSIS, JERK, CORRELATION})
  Tensor features;
}

package dev.thimble.examples.gestures;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Statistic.CORRELATION;
import static dev.thimble.Statistic.DEVIATION;
import static dev.thimble.Statistic.JERK;
import static dev.thimble.Statistic.KURTOSIS;
import static dev.thimble.Statistic.MEAN;
import static dev.thimble.Statistic.ZERO_CROSSINGS;

import dev.thimble.Budget;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.Device;
import dev.thimble.Normalise;
import dev.thimble.Recent;
import dev.thimble.Samples;
import dev.thimble.Sensor;
import dev.thimble.Signal;
import dev.thimble.Softmax;
import dev.thimble.Statistics;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;
import dev.thimble.Vote;

/** What a hand does with an accelerometer, five times a second, in an ATmega328P. */
@TinyModel(
    weights = "gesture.safetensors",
    calibration = "gesture_train.npz",
    evaluation = "gesture_test.npz")
@Device(mcu = "atmega328p", clockHz = 16_000_000)
@Sensor(name = "MEMS accelerometer", milliamps = 0.14)
@Budget(ram = 1_600, latencyMicros = 60_000, accuracy = 0.9, milliwatts = 12)
final class Gesture {
  @Samples(rate = 50, channels = 3)
  Signal imu;

  @Recent(frames = 50, hop = 10)
  Tensor window;

  @Statistics({MEAN, DEVIATION, ZERO_CROSSINGS, KURTOSIS, JERK, CORRELATION})
  Tensor features;

  @Normalise(data = "gesture_train.npz")
  Tensor scaled;

  @Dense(units = 12, activation = RELU)
  Tensor hidden;

  @Dense(units = 5)
  Tensor logits;

  @Softmax Tensor scores;

  @Vote(
      over = 3,
      reject = 0.6,
      labels = {"none", "circle", "shake", "tilt", "knock"})
  Decision gesture;
}

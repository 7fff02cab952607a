package dev.thimble.examples.wakeword;

import static dev.thimble.Activation.RELU;
import static dev.thimble.Padding.VALID;
import static dev.thimble.Sizes.KIB;

import dev.thimble.Budget;
import dev.thimble.Conv2D;
import dev.thimble.Decision;
import dev.thimble.Dense;
import dev.thimble.DepthwiseConv2D;
import dev.thimble.Detect;
import dev.thimble.Device;
import dev.thimble.Flatten;
import dev.thimble.MicroFrontend;
import dev.thimble.Pcm;
import dev.thimble.Recent;
import dev.thimble.Reshape;
import dev.thimble.Sensor;
import dev.thimble.Signal;
import dev.thimble.Softmax;
import dev.thimble.Tensor;
import dev.thimble.TinyModel;

/** Listens for two words, always: 1.3 seconds of spectra, looked at every 40 ms. */
@TinyModel(
    weights = "wakeword.safetensors",
    calibration = "wakeword_train.npz",
    evaluation = "wakeword_test.npz")
// 100 uA/MHz while it runs (data sheet); asleep, DMA gathers samples: an assumption, measure yours.
@Device(
    mcu = "stm32l476",
    clockHz = 48_000_000,
    supplyVolts = 1.8,
    activeMilliamps = 4.8,
    sleepMicroamps = 200)
@Sensor(name = "wake-on-sound microphone", milliamps = 0.02)
@Budget(flash = 22 * KIB, ram = 8 * KIB, latencyMicros = 4_000, milliwatts = 2.2, accuracy = 0.9)
final class WakeWord {
  @Pcm(rate = 16_000)
  Signal audio;

  @MicroFrontend(windowMillis = 30, hopMillis = 20, bands = 40)
  Signal spectrum;

  @Recent(frames = 65, hop = 2)
  Tensor window;

  @Reshape({65, 1, 40})
  Tensor frames;

  @Conv2D(
      filters = 16,
      kernel = {5, 1},
      stride = {2, 1},
      padding = VALID,
      activation = RELU)
  Tensor sounds;

  @DepthwiseConv2D(
      kernel = {9, 1},
      padding = VALID,
      activation = RELU)
  Tensor syllables;

  @Conv2D(filters = 24, kernel = 1, activation = RELU)
  Tensor parts;

  @Flatten Tensor row;

  @Dense(units = 2)
  Tensor logits;

  @Softmax Tensor scores;

  @Detect(label = 1, threshold = 0.9, smoothMillis = 120, refractoryMillis = 1_000)
  Decision wake;
}

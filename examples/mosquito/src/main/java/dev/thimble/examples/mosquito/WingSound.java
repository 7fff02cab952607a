package dev.thimble.examples.mosquito;

import dev.thimble.Device;
import dev.thimble.LogSpectrum;
import dev.thimble.Pcm;
import dev.thimble.Signal;
import dev.thimble.TinyModel;

/** The features alone: what a network is trained on is what the chip computes. */
@TinyModel
@Device(mcu = "atmega328p", clockHz = 8_000_000, supplyVolts = 3.0)
final class WingSound {
  @Pcm(rate = 4_000)
  Signal wing;

  @LogSpectrum(size = 128, hop = 96, bands = 16, lowHz = 200, highHz = 1_200)
  Signal loudness;
}

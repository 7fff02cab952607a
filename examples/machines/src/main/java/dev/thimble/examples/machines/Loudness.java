package dev.thimble.examples.machines;

import dev.thimble.BandScale;
import dev.thimble.Device;
import dev.thimble.LogSpectrum;
import dev.thimble.Pcm;
import dev.thimble.Signal;
import dev.thimble.TinyModel;

/** The features of {@link Machines} alone: their twin makes the data to learn from. */
@TinyModel
@Device(mcu = "stm32l476", clockHz = 16_000_000)
final class Loudness {
  @Pcm(rate = 16_000)
  Signal microphone;

  @LogSpectrum(size = 512, hop = 512, bands = 32, lowHz = 40, highHz = 8_000, scale = BandScale.MEL)
  Signal loudness;
}

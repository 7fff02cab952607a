package dev.thimble.examples.wakeword;

import dev.thimble.Device;
import dev.thimble.MicroFrontend;
import dev.thimble.Pcm;
import dev.thimble.Signal;
import dev.thimble.TinyModel;

/** The features alone: what the network is trained on is what the chip computes. */
@TinyModel
@Device(mcu = "stm32l476", clockHz = 48_000_000, supplyVolts = 1.8)
final class WakeSound {
  @Pcm(rate = 16_000)
  Signal audio;

  @MicroFrontend(windowMillis = 30, hopMillis = 20, bands = 40)
  Signal spectrum;
}

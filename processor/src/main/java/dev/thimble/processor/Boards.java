package dev.thimble.processor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chips of boards that people name instead. */
final class Boards {
  private static final Map<String, String> CHIPS =
      Map.ofEntries(
          Map.entry("arduino", "atmega328p"),
          Map.entry("arduinouno", "atmega328p"),
          Map.entry("uno", "atmega328p"),
          Map.entry("arduinonano", "atmega328p"),
          Map.entry("nano", "atmega328p"),
          Map.entry("arduinoleonardo", "atmega32u4"),
          Map.entry("leonardo", "atmega32u4"),
          Map.entry("arduinomicro", "atmega32u4"),
          Map.entry("arduinozero", "samd21g18"),
          Map.entry("arduinonano33ble", "nrf52840"),
          Map.entry("nano33ble", "nrf52840"),
          Map.entry("microbit", "nrf51822"),
          Map.entry("raspberrypipico", "rp2040"),
          Map.entry("pico", "rp2040"),
          Map.entry("raspberrypipico2", "rp2350"),
          Map.entry("pico2", "rp2350"),
          Map.entry("bluepill", "stm32f103c8"),
          Map.entry("teensy40", "mimxrt1062"),
          Map.entry("teensy41", "mimxrt1062"));

  private Boards() {}

  /** The chip of a board, however its name is spaced and written. */
  static Optional<String> chip(String board) {
    String plain = board.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return Optional.ofNullable(CHIPS.get(plain));
  }
}

package dev.thimble.examples.machines;

import java.util.Random;

/**
 * The synthesised sound of a pump behind a motor, 16,000 samples a second: a rotation of 24 to 25
 * turns a second with harmonics, seven blades, hum of the mains, rushing water, at loads and
 * distances that change; and what else is heard in its room.
 */
final class Pump {
  /** Samples a second. */
  static final int RATE = 16_000;

  /** Samples of a window. */
  static final int WINDOW = 31 * 512;

  private static final int BLADES = 7;

  /** What may be wrong. */
  enum State {
    /** Nothing. */
    HEALTHY,
    /** A pitted bearing: 88 short rings of 3.2 kHz a second. */
    BEARING,
    /** Bubbles that burst: crackling between 2 and 7 kHz. */
    CAVITATION,
    /** A bent blade: tones of the rotation are heard beside the blades' own. */
    BLADE,
    /** A belt that slips: a wavering tone of 2.7 kHz. */
    BELT
  }

  private final Random random;
  private double low;
  private double high;
  private double ring;
  private double ringBefore;

  Pump(long seed) {
    random = new Random(seed);
  }

  /**
   * A second or so of it.
   *
   * @param strength of the fault: 1 is clear, less is slight
   */
  short[] window(State state, double strength) {
    double turns = 24 + random.nextDouble();
    double load = 0.6 + 0.4 * random.nextInt(3) + 0.05 * random.nextGaussian();
    double gain = 900 * Math.pow(10, random.nextGaussian() / 20);
    double room = 25 + 40 * random.nextDouble();
    double phase = 2 * Math.PI * random.nextDouble();
    int knock = random.nextInt(8) == 0 ? random.nextInt(WINDOW) : -1;
    double fault = state == State.HEALTHY ? 0 : strength;
    low = 0;
    high = 0;
    ring = 0;
    ringBefore = 0;
    short[] sound = new short[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      double angle = 2 * Math.PI * turns * i / RATE + phase;
      double value = gain * (tones(angle, i, load) + water(load) + extra(state, fault, angle, i));
      value += room * random.nextGaussian();
      if (knock >= 0 && i >= knock) {
        value += 1500 * Math.exp((knock - i) / 300.0) * random.nextGaussian();
      }
      sound[i] = (short) Math.max(-32768, Math.min(32767, Math.round(value)));
    }
    return sound;
  }

  /** Rotation, blades and hum. */
  private static double tones(double angle, int i, double load) {
    double sum = 0;
    for (int harmonic = 1; harmonic <= 5; harmonic++) {
      sum += 0.25 / harmonic * Math.sin(harmonic * angle + harmonic);
      sum += load * 0.8 / (harmonic * harmonic) * Math.sin(harmonic * BLADES * angle);
    }
    double hum = 2 * Math.PI * 100 * i / RATE;
    return sum + 0.3 * Math.sin(hum) + 0.1 * Math.sin(2 * hum) + 0.06 * Math.sin(3 * hum);
  }

  /** Noise that is louder below. */
  private double water(double load) {
    low += 0.12 * (random.nextGaussian() - low);
    return load * (low + 0.02 * random.nextGaussian());
  }

  private double extra(State state, double fault, double angle, int i) {
    return switch (state) {
      case HEALTHY -> 0;
      case BEARING -> fault * ringing(angle);
      case CAVITATION -> fault * crackle();
      case BLADE ->
          fault * (0.6 * Math.sin(3 * angle + 1) + 0.6 * Math.sin((2 * BLADES - 3) * angle));
      case BELT -> fault * 0.2 * Math.sin(2 * Math.PI * 2700 * i / RATE + 3 * Math.sin(angle / 2));
    };
  }

  /** A resonance that is hit 3.58 times a turn. */
  private double ringing(double angle) {
    double step = 2 * Math.PI * 24.5 / RATE * 3.58;
    double turn = (3.58 * angle) % (2 * Math.PI);
    double hit = turn < step ? 0.5 + 0.3 * random.nextDouble() : 0;
    double next = 2 * 0.985 * Math.cos(2 * Math.PI * 3200 / RATE) * ring - 0.97 * ringBefore + hit;
    ringBefore = ring;
    ring = next;
    return next;
  }

  private double crackle() {
    double before = high;
    high = random.nextInt(6) == 0 ? 0.35 * random.nextGaussian() : 0;
    return high - before;
  }
}

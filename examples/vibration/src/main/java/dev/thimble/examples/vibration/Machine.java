package dev.thimble.examples.vibration;

import java.util.Random;

/**
 * Synthesised readings of an accelerometer on a motor, 400 a second, 1024 for the earth's pull: a
 * rotation of 22 to 28 Hz with harmonics at one of three loads, in noise.
 */
final class Machine {
  /** Readings of a window. */
  static final int WINDOW = 128;

  private static final double RATE = 400;
  private static final double[] LOADS = {1, 1.7, 2.6};
  private static final double[] AXES = {120, 80, 45};

  /** What may be wrong. */
  enum State {
    /** Nothing. */
    HEALTHY,
    /** A mass off the axis: the rotation itself is several times as strong. */
    UNBALANCED,
    /** A pitted bearing: short rings, some 90 a second. */
    BEARING,
    /** A loose foot: harmonics and knocks. */
    LOOSE
  }

  private final Random random;

  Machine(long seed) {
    random = new Random(seed);
  }

  /** A window, x, y and z in turn. */
  short[] window(State state) {
    double load = LOADS[random.nextInt(LOADS.length)] * (0.95 + 0.1 * random.nextDouble());
    double turns = 22 + 6 * random.nextDouble();
    double phase = 2 * Math.PI * random.nextDouble();
    double first = state == State.UNBALANCED ? 4.2 : 1;
    double third = state == State.LOOSE ? 1.6 : 0.15;
    short[] readings = new short[3 * WINDOW];
    double[] ring = new double[3];
    for (int i = 0; i < WINDOW; i++) {
      double angle = 2 * Math.PI * turns * i / RATE + phase;
      boolean hit = state == State.BEARING && random.nextDouble() < 90 / RATE;
      boolean knock = state == State.LOOSE && random.nextDouble() < 6 / RATE;
      for (int axis = 0; axis < 3; axis++) {
        ring[axis] *= -0.72;
        ring[axis] += (hit ? 330 : 0) * random.nextGaussian();
        ring[axis] += (knock ? 900 : 0) * random.nextGaussian();
        double wave =
            first * Math.sin(angle + axis)
                + 0.35 * Math.sin(2 * angle + 2 * axis)
                + third * Math.sin(3 * angle);
        double pull = axis == 2 ? 1024 : 0;
        double reading = pull + AXES[axis] * load * wave + ring[axis] + 14 * random.nextGaussian();
        readings[3 * i + axis] = (short) Math.max(-32768, Math.min(32767, Math.round(reading)));
      }
    }
    return readings;
  }
}

package dev.thimble.signal;

import java.util.ArrayList;
import java.util.List;

/** Sections of filters from corners and orders, by the bilinear transform with exact corners. */
public final class FilterDesign {
  private final double rate;

  /** Designs for a signal of so many samples a second. */
  public FilterDesign(double rate) {
    this.rate = rate;
  }

  private double warped(double hertz) {
    return StrictMath.tan(Math.PI * hertz / rate);
  }

  /** Damping of each pair of a Butterworth filter's poles, and first a lone pole as 0. */
  private static List<Double> dampings(int order) {
    List<Double> dampings = new ArrayList<>();
    if (order % 2 == 1) {
      dampings.add(0.0);
    }
    for (int i = 0; i < order / 2; i++) {
      dampings.add(2 * StrictMath.sin(Math.PI * (2 * i + 1) / (2 * order)));
    }
    // What rings most comes last: what lies before it has taken away what would drive it.
    dampings.sort((a, b) -> a == 0 ? -1 : b == 0 ? 1 : Double.compare(b, a));
    return dampings;
  }

  /** A Butterworth low pass. */
  public List<Section> lowPass(double hertz, int order) {
    double g = warped(hertz);
    return dampings(order).stream()
        .map(k -> k == 0 ? Section.low(1, g, 0) : Section.low(2, g, k))
        .toList();
  }

  /** A Butterworth high pass. */
  public List<Section> highPass(double hertz, int order) {
    double g = warped(hertz);
    return dampings(order).stream()
        .map(k -> k == 0 ? Section.high(1, g, 0) : Section.high(2, g, k))
        .toList();
  }

  /**
   * A Butterworth band pass: each pole p of the low pass becomes the two roots of {@code s^2 - p b
   * s + w^2}.
   */
  public List<Section> bandPass(double lowHertz, double highHertz, int order) {
    double low = warped(lowHertz);
    double high = warped(highHertz);
    double width = high - low;
    double middle = Math.sqrt(low * high);
    List<Section> sections = new ArrayList<>();
    for (double damping : dampings(order)) {
      if (damping == 0) {
        sections.add(Section.band(middle, width / middle, width / middle));
      } else {
        sections.addAll(pair(damping, width, middle));
      }
    }
    return sections;
  }

  /** Two sections from a pair of poles {@code -d/2 +- i sqrt(1 - d^2/4)}. */
  private static List<Section> pair(double damping, double width, double middle) {
    double re = -damping / 2 * width / 2;
    double im = Math.sqrt(1 - damping * damping / 4) * width / 2;
    // The root of (re + i im)^2 - middle^2.
    double squareRe = re * re - im * im - middle * middle;
    double squareIm = 2 * re * im;
    double size = StrictMath.hypot(squareRe, squareIm);
    double rootRe = Math.sqrt(Math.max(0, (size + squareRe) / 2));
    double rootIm = Math.copySign(Math.sqrt(Math.max(0, (size - squareRe) / 2)), squareIm);
    List<Section> sections = new ArrayList<>();
    for (int sign : new int[] {1, -1}) {
      double poleRe = re + sign * rootRe;
      double poleIm = im + sign * rootIm;
      double corner = StrictMath.hypot(poleRe, poleIm);
      sections.add(Section.band(corner, -2 * poleRe / corner, width / corner));
    }
    return sections;
  }

  /** Takes one frequency out. */
  public List<Section> notch(double hertz, double q) {
    double k = 1 / q;
    return List.of(new Section(2, warped(hertz), k, 1, 1, -k, 0));
  }

  /** Raises or lowers what is about a frequency. */
  public List<Section> peak(double hertz, double q, double decibels) {
    double a = amplitude(decibels);
    double k = 1 / (q * a);
    return List.of(new Section(2, warped(hertz), k, 1, 1, k * (a * a - 1), 0));
  }

  /** Raises or lowers what is low. */
  public List<Section> lowShelf(double hertz, double q, double decibels) {
    double a = amplitude(decibels);
    double k = 1 / q;
    double g = warped(hertz) / Math.sqrt(a);
    return List.of(new Section(2, g, k, 1, 1, k * (a - 1), a * a - 1));
  }

  /** Raises or lowers what is high. */
  public List<Section> highShelf(double hertz, double q, double decibels) {
    double a = amplitude(decibels);
    double k = 1 / q;
    double g = warped(hertz) * Math.sqrt(a);
    return List.of(new Section(2, g, k, 1, a * a, k * (1 - a) * a, 1 - a * a));
  }

  /** The root of what is added. */
  private static double amplitude(double decibels) {
    return StrictMath.pow(10, decibels / 40);
  }
}

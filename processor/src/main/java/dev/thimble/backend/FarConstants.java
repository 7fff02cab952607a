package dev.thimble.backend;

import dev.thimble.kernel.Element;
import java.util.List;

/**
 * How arrays of constants are written and read in C that short addresses do not reach, or that are
 * larger than the compilers' largest array. Prefixes are the model's name in capitals.
 */
public interface FarConstants {
  /** Lines that define what the other methods use, each macro starting with the prefix. */
  List<String> preamble(String prefix);

  /**
   * The line that begins an array.
   *
   * @param type of its elements in C
   */
  String begin(String prefix, String type, String name, int length);

  /** Some of its numbers, one after the other with commas between them. */
  String numbers(String prefix, Element element, String numbers);

  /** The line that ends it. */
  String end(String prefix, String name);

  /**
   * An element.
   *
   * @param index in 32 bits, where the array is long
   */
  String load(String prefix, Element element, String array, String index);
}

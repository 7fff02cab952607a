package dev.thimble.backend;

import dev.thimble.kernel.Element;
import java.util.List;

/**
 * How C is written for a family of chips. The text must compile on any host too, so that the
 * generated file can be tested there.
 */
public interface CTarget {
  /**
   * Lines after the includes that define what the other methods use, each macro starting with the
   * prefix.
   *
   * @param prefix the model's name in capitals
   */
  List<String> preamble(String prefix);

  /** What stands before the type of a constant array, such as {@code static const}. */
  String constant(String prefix);

  /**
   * An element of a constant array.
   *
   * @param prefix the model's name in capitals
   * @param element its type
   * @param array the array
   * @param index the index
   */
  String load(String prefix, Element element, String array, String index);
}

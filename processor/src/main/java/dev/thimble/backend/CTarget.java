package dev.thimble.backend;

import dev.thimble.kernel.Element;
import java.util.List;
import java.util.Optional;

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

  /** What stands before a function, with a space behind it: an attribute that users may define. */
  default String code(String prefix) {
    return "";
  }

  /**
   * An element of a constant array.
   *
   * @param prefix the model's name in capitals
   * @param element its type
   * @param array the array
   * @param index the index
   */
  String load(String prefix, Element element, String array, String index);

  /** How constants are written that need more than short addresses, where there is a difference. */
  default Optional<FarConstants> far() {
    return Optional.empty();
  }

  /**
   * The preprocessor's condition under which claims compile: the compiler makes code for this
   * chip's core, and understands them. Portable C is taken elsewhere.
   */
  default String claimCondition() {
    return "0";
  }

  /** Functions that portable C calls for sums of products, where claims compile. */
  default List<ProductFunction> products() {
    return List.of();
  }

  /** What stands before the type of a claimed step's function. */
  default String claimedFunction(String prefix) {
    return prefix + "_STEP";
  }

  /** What stands before the type of a claimed run function. */
  default String claimedRun() {
    return "";
  }
}

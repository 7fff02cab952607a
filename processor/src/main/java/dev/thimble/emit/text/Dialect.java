package dev.thimble.emit.text;

import dev.thimble.backend.ProductCall;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Stmt;
import java.util.Optional;

/** Where C and Java differ; all else of a kernel's code is the same text in both. */
public interface Dialect {
  /** The type of a local variable. */
  String local(Element type);

  /** The type of a loop variable. */
  String counter();

  /** A number in an expression of that type. */
  String literal(long value, Element type);

  /** An element of an array, as an operand. */
  String load(Buffer buffer, String index);

  /** Whether elements of one type are stored into arrays of another as they are. */
  boolean fits(Element from, Element to);

  /** An element of an array, to be stored into an array that takes it as it is. */
  String copied(Buffer buffer, String index);

  /** A number, to be stored into an array of the type. */
  String stored(long value, Element type);

  /** The place of an element of an array, to be assigned to. */
  String element(Buffer buffer, String index);

  /** A conversion to a type; the value is an operand already. */
  String cast(Element type, String value);

  /** The smaller or larger of two. */
  String extreme(Expr.Op op, Element type, String left, String right);

  /** A value brought between limits. */
  String clamp(Element type, String value, String low, String high);

  /**
   * A value requantised.
   *
   * @param type what the product is computed in
   * @param value the type of the value, 32 or 64 bits
   * @param result the type of the result, 32 or 64 bits
   * @param arguments value, multiplier and shift
   */
  String requantise(
      Rounding rounding, Element type, Element value, Element result, String arguments);

  /** Whether a local variable of the type has no more values than an element of the type. */
  boolean keeps(Element type);

  /**
   * Whether a local variable or an element of one type takes a value of the other only by a cast.
   */
  boolean narrows(Element value, Element to, boolean local);

  /** A conversion to the type of a local variable; the value is an operand already. */
  String castLocal(Element type, String value);

  /** A call that does what a loop does, if there is one; what is called is printed then. */
  default Optional<ProductCall> call(Stmt.For loop) {
    return Optional.empty();
  }

  /** The name of a function that is called. */
  default String function(ProductCall call) {
    return call.function().name();
  }

  /** The type that an expression of narrow operands is computed in by the language itself. */
  Element promoted(Element type);
}

package dev.thimble.emit.java;

import dev.thimble.emit.text.Dialect;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import java.util.Map;

/**
 * Java, where everything below 64 bits is computed in {@code int}.
 *
 * @param parameters the parameter's name of each array
 * @param constants the name of each constant array
 */
record JavaDialect(Map<String, String> parameters, Map<String, String> constants)
    implements Dialect {
  @Override
  public String local(Element type) {
    return type == Element.I64 ? "long" : "int";
  }

  @Override
  public String counter() {
    return "int";
  }

  @Override
  public String literal(long value, Element type) {
    return value == (int) value && type != Element.I64 ? Long.toString(value) : value + "L";
  }

  @Override
  public String load(Buffer buffer, String index) {
    String element = element(buffer, index);
    return buffer.element() == Element.U8 ? "(" + element + " & 0xFF)" : element;
  }

  @Override
  public boolean fits(Element from, Element to) {
    return from.bytes() == to.bytes();
  }

  @Override
  public String copied(Buffer buffer, String index) {
    return element(buffer, index);
  }

  @Override
  public String stored(long value, Element type) {
    return type == Element.U8 && value > Byte.MAX_VALUE ? "(byte) " + value : literal(value, type);
  }

  @Override
  public String element(Buffer buffer, String index) {
    String array =
        buffer.isConstant()
            ? constants.getOrDefault(buffer.name(), buffer.name())
            : parameters.getOrDefault(buffer.name(), buffer.name());
    return array + "[" + index + "]";
  }

  @Override
  public String cast(Element type, String value) {
    String name =
        switch (type) {
          case I4, I8, U8 -> "byte";
          case I16 -> "short";
          case I24, I32 -> "int";
          case I64 -> "long";
        };
    return "(" + name + ") " + value;
  }

  @Override
  public String extreme(Expr.Op op, Element type, String left, String right) {
    return sized(op == Expr.Op.MAX ? "max" : "min", type) + "(" + left + ", " + right + ")";
  }

  @Override
  public String clamp(Element type, String value, String low, String high) {
    return sized("clamp", type) + "(" + value + ", " + low + ", " + high + ")";
  }

  /** Functions of the twin's own, one for each width: javac chooses slowly among overloads. */
  private static String sized(String function, Element type) {
    return function + (type == Element.I64 ? "64" : "32");
  }

  @Override
  public String requantise(
      Rounding rounding, Element type, Element value, Element result, String arguments) {
    if (rounding == Rounding.SINGLE && type == Element.I32 && value == Element.I32) {
      return "scale32(" + arguments + ")";
    }
    String function = rounding == Rounding.DOUBLE ? "scaleTwice" : "scale64";
    return (result == Element.I64 ? "" : "(int) ") + function + "(" + arguments + ")";
  }

  @Override
  public boolean keeps(Element type) {
    return type.bits() >= 32;
  }

  @Override
  public boolean narrows(Element value, Element to, boolean local) {
    boolean smallerThanInt = !local && to.bits() <= 16;
    return smallerThanInt || promoted(value).bits() > promoted(to).bits();
  }

  @Override
  public String castLocal(Element type, String value) {
    return cast(type == Element.I64 ? type : Element.I32, value);
  }

  @Override
  public Element promoted(Element type) {
    return type == Element.I64 ? Element.I64 : Element.I32;
  }
}

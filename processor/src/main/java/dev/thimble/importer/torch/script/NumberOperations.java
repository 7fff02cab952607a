package dev.thimble.importer.torch.script;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Operators of plain numbers and truth values: whole numbers stay whole. */
final class NumberOperations {
  private record Arithmetic(LongBinaryOperator whole, DoubleBinaryOperator real) {}

  private static final Map<String, Arithmetic> ARITHMETIC =
      Map.of(
          "aten::add", new Arithmetic(Math::addExact, Double::sum),
          "aten::sub", new Arithmetic(Math::subtractExact, (a, b) -> a - b),
          "aten::mul", new Arithmetic(Math::multiplyExact, (a, b) -> a * b),
          "aten::floordiv", new Arithmetic(Math::floorDiv, (a, b) -> Math.floor(a / b)),
          "aten::remainder", new Arithmetic(Math::floorMod, (a, b) -> a - b * Math.floor(a / b)),
          "prim::min", new Arithmetic(Math::min, Math::min),
          "prim::max", new Arithmetic(Math::max, Math::max));

  private NumberOperations() {}

  /** The result; empty if this is no operator of such values. */
  static Optional<Object> call(String name, List<Object> arguments) throws ScriptFault {
    if (arguments.size() == 1) {
      return one(name, arguments.get(0));
    } else if (arguments.size() == 2) {
      return two(name, arguments.get(0), arguments.get(1));
    }
    return Optional.empty();
  }

  private static Optional<Object> one(String name, Object value) throws ScriptFault {
    if (name.equals("aten::__not__")) {
      return Optional.of(!Operations.known(value));
    }
    if (!isNumber(value)) {
      return Optional.empty();
    }
    double real = real(value);
    Object result =
        switch (name) {
          case "aten::neg" -> value instanceof Double ? (Object) (-real) : -Values.integer(value);
          case "aten::Int", "python::int", "aten::IntImplicit" -> (long) real;
          case "aten::Float", "python::float", "aten::FloatImplicit" -> real;
          case "aten::Bool", "python::bool" -> real != 0;
          case "aten::ceil" -> (long) Math.ceil(real);
          case "aten::floor" -> (long) Math.floor(real);
          case "aten::sqrt" -> Math.sqrt(real);
          case "aten::log" -> Math.log(real);
          case "aten::abs", "prim::abs" ->
              value instanceof Double ? (Object) Math.abs(real) : Math.abs(Values.integer(value));
          case "aten::round" -> Math.rint(real);
          case "aten::ScalarImplicit", "aten::item", "prim::NumToTensor", "prim::unchecked_cast" ->
              value;
          default -> null;
        };
    return Optional.ofNullable(result);
  }

  private static Optional<Object> two(String name, Object a, Object b) throws ScriptFault {
    switch (name) {
      case "aten::__is__":
        return Optional.of(same(a, b));
      case "aten::__isnot__":
        return Optional.of(!same(a, b));
      case "aten::eq":
        return Optional.of(equal(a, b));
      case "aten::ne":
        return Optional.of(!equal(a, b));
      case "aten::__and__":
        return Optional.of(Operations.known(a) && Operations.known(b));
      case "aten::__or__":
        return Optional.of(Operations.known(a) || Operations.known(b));
      default:
        break;
    }
    return isNumber(a) && isNumber(b) ? computed(name, a, b) : Optional.empty();
  }

  private static Optional<Object> computed(String name, Object a, Object b) throws ScriptFault {
    Arithmetic arithmetic = ARITHMETIC.get(name);
    if (arithmetic != null) {
      return Optional.of(computed(arithmetic, a, b));
    }
    double x = real(a);
    double y = real(b);
    Object result =
        switch (name) {
          case "aten::lt" -> x < y;
          case "aten::le" -> x <= y;
          case "aten::gt" -> x > y;
          case "aten::ge" -> x >= y;
          case "aten::div" -> x / y;
          case "aten::pow" -> Math.pow(x, y);
          default -> null;
        };
    return Optional.ofNullable(result);
  }

  private static Object computed(Arithmetic arithmetic, Object a, Object b) throws ScriptFault {
    if (a instanceof Double || b instanceof Double) {
      return arithmetic.real().applyAsDouble(real(a), real(b));
    }
    try {
      return arithmetic.whole().applyAsLong(Values.integer(a), Values.integer(b));
    } catch (ArithmeticException e) {
      throw new ScriptFault("a whole number overflows, or is divided by zero");
    }
  }

  private static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  private static double real(Object value) throws ScriptFault {
    return value instanceof Double real ? real : Values.integer(value);
  }

  private static boolean same(Object a, Object b) {
    return a == b || (a instanceof Boolean && a.equals(b));
  }

  private static boolean equal(Object a, Object b) throws ScriptFault {
    if (isNumber(a) && isNumber(b)) {
      return real(a) == real(b);
    }
    return Objects.equals(a, b);
  }
}

package dev.thimble.emit.c;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.FarConstants;
import dev.thimble.backend.ProductCall;
import dev.thimble.emit.text.Dialect;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Stmt;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * C99 whose {@code int} may have 16 bits: whatever needs 32 or 64 is converted before it is
 * computed.
 *
 * @param model names of the model
 * @param target how constants are read
 * @param helpers the helper functions in use, which the source prints
 * @param far whether short addresses may not reach the kernel's constants
 * @param parameters the parameter's name of each array in RAM
 */
record CDialect(
    CNames model, CTarget target, Helpers helpers, boolean far, Map<String, String> parameters)
    implements Dialect {
  private static final Pattern NAME = Pattern.compile("\\w+");
  private static final Pattern VARIABLE = Pattern.compile("\\b([A-Za-z_]\\w*)");
  private static final Pattern SUM_OF_PRODUCTS = Pattern.compile("[\\w\\s+*-]+");

  @Override
  public String local(Element type) {
    return CTypes.local(type);
  }

  @Override
  public String counter() {
    return "int";
  }

  @Override
  public String literal(long value, Element type) {
    if (value == Integer.MIN_VALUE) {
      return "INT32_MIN";
    } else if (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      return "INT64_C(" + value + ")";
    }
    return Long.toString(value);
  }

  @Override
  public String load(Buffer buffer, String index) {
    if (far && buffer.isConstant()) {
      return farLoad(buffer, index);
    }
    if (buffer.element() == Element.I4) {
      String array = model.constant(buffer);
      return helpers.halfByte(target) + "(" + array + ", " + unsigned(buffer, index) + ")";
    }
    return buffer.isConstant()
        ? target.load(model.macro(), buffer.element(), model.constant(buffer), index)
        : element(buffer, index);
  }

  private String farLoad(Buffer buffer, String index) {
    String at = buffer.length() > Short.MAX_VALUE ? each("uint32_t", index) : index;
    FarConstants constants = target.far().orElseThrow();
    String array = model.constant(buffer);
    if (buffer.element() != Element.I4) {
      return constants.load(model.macro(), buffer.element(), array, at);
    }
    String both = constants.load(model.macro(), Element.U8, array, "(" + at + ") >> 1");
    return helpers.half() + "(" + both + ", (" + at + ") & 1)";
  }

  /** The index in unsigned numbers; in a large array it leaves an int of 16 bits on the way. */
  private static String unsigned(Buffer buffer, String index) {
    if (buffer.length() > Short.MAX_VALUE) {
      return each("unsigned", index);
    }
    return NAME.matcher(index).matches() ? "(unsigned)" + index : "(unsigned)(" + index + ")";
  }

  /** The index in a type: each of its variables, where it is made of these, or the whole. */
  private static String each(String type, String index) {
    return SUM_OF_PRODUCTS.matcher(index).matches()
        ? VARIABLE.matcher(index).replaceAll("(" + type + ")$1")
        : "(" + type + ")(" + index + ")";
  }

  @Override
  public boolean fits(Element from, Element to) {
    return from == to;
  }

  @Override
  public String copied(Buffer buffer, String index) {
    return load(buffer, index);
  }

  @Override
  public String stored(long value, Element type) {
    return literal(value, type);
  }

  @Override
  public String element(Buffer buffer, String index) {
    return parameters.getOrDefault(buffer.name(), buffer.name()) + "[" + index + "]";
  }

  @Override
  public String cast(Element type, String value) {
    return "(" + CTypes.of(type) + ")" + value;
  }

  @Override
  public String extreme(Expr.Op op, Element type, String left, String right) {
    String function = helpers.extreme(op == Expr.Op.MAX, promoted(type));
    return function + "(" + left + ", " + right + ")";
  }

  @Override
  public String clamp(Element type, String value, String low, String high) {
    return helpers.clamp(promoted(type)) + "(" + value + ", " + low + ", " + high + ")";
  }

  @Override
  public String requantise(
      Rounding rounding, Element type, Element value, Element result, String arguments) {
    return helpers.requantise(rounding, type, value, result) + "(" + arguments + ")";
  }

  @Override
  public boolean keeps(Element type) {
    return type.bits() >= 24;
  }

  @Override
  public boolean narrows(Element value, Element to, boolean local) {
    boolean smallerThanInt = !local && to.bits() <= 16;
    return smallerThanInt || promoted(value).bits() > promoted(to).bits();
  }

  @Override
  public String castLocal(Element type, String value) {
    return "(" + local(type) + ")" + value;
  }

  @Override
  public Element promoted(Element type) {
    return switch (type) {
      case I4, I8, U8, I16 -> Element.I16;
      case I24, I32 -> Element.I32;
      case I64 -> Element.I64;
    };
  }

  @Override
  public Optional<ProductCall> call(Stmt.For loop) {
    return helpers.isBeside() ? Optional.empty() : ProductCall.of(target.products(), loop);
  }

  @Override
  public String function(ProductCall call) {
    return helpers.products(call.function());
  }
}

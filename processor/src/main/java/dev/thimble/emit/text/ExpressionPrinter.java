package dev.thimble.emit.text;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints expressions with no more parentheses than a reader needs. */
final class ExpressionPrinter {
  private static final int TERNARY = 1;
  private static final int SHIFT = 3;
  private static final int SUM = 4;
  private static final int PRODUCT = 5;
  private static final int UNARY = 6;
  private static final int OPERAND = 7;

  /** -2^31 has no positive counterpart that is an int in Java. */
  private static final String UNSIGNED_ONLY = "2147483648";

  private final Dialect dialect;
  private final Map<String, Element> declared = new HashMap<>();

  ExpressionPrinter(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A printed expression: how tightly it binds and the type that the language gives it. */
  record Text(String text, int binding, Element type) {
    String within(int level) {
      return binding < level ? "(" + text + ")" : text;
    }
  }

  /** Remembers the type of a local variable. */
  void declare(String name, Element type) {
    declared.put(name, type);
  }

  String print(Expr expr) {
    return text(expr).text();
  }

  /** The assignment of the expression to a declared variable, as a sum where it is one. */
  String assignment(String name, Expr expr) {
    Element type = declared.getOrDefault(name, Element.I32);
    if (expr instanceof Expr.Bin bin
        && bin.op() == Expr.Op.ADD
        && bin.left() instanceof Expr.Var v
        && v.name().equals(name)) {
      Text term = text(bin.right());
      if (!dialect.narrows(term.type(), type, true)) {
        return name + " += " + term.text() + ";";
      }
    }
    return name + " = " + local(expr, type) + ";";
  }

  /** The expression as the value of a local variable. */
  String local(Expr expr, Element type) {
    Text text = text(expr);
    return expr instanceof Expr.Int || !dialect.narrows(text.type(), type, true)
        ? text.text()
        : dialect.castLocal(type, text.within(UNARY));
  }

  /** The expression as the value of an element of an array. */
  String stored(Expr expr, Element type) {
    if (expr instanceof Expr.Int number) {
      return dialect.stored(number.value(), type);
    } else if (expr instanceof Expr.Load load && dialect.fits(load.buffer().element(), type)) {
      return dialect.copied(load.buffer(), affine(load.at()).text());
    } else if (expr instanceof Expr.Lookup lookup
        && dialect.fits(lookup.buffer().element(), type)) {
      return dialect.copied(lookup.buffer(), index(lookup.at()));
    } else if (expr instanceof Expr.Select select
        && isCopied(select.then(), type)
        && isCopied(select.otherwise(), type)) {
      return comparison(select.relation(), select.left(), select.right())
          + " ? "
          + stored(select.then(), type)
          + " : "
          + stored(select.otherwise(), type);
    }
    if (expr instanceof Expr.Wrap wrap && wrap.type() == type) {
      return text(wrap).text();
    }
    boolean same =
        expr instanceof Expr.Var v && declared.get(v.name()) == type && dialect.keeps(type);
    Text text = text(expr);
    return same || !dialect.narrows(text.type(), type, false)
        ? text.text()
        : dialect.cast(type, text.within(UNARY));
  }

  private boolean isCopied(Expr expr, Element type) {
    return (expr instanceof Expr.Load load && dialect.fits(load.buffer().element(), type))
        || (expr instanceof Expr.Lookup lookup && dialect.fits(lookup.buffer().element(), type));
  }

  Text text(Expr expr) {
    if (expr instanceof Expr.Int number) {
      Element type = Element.computing(Interval.of(number.value()));
      return operand(dialect.literal(number.value(), type), dialect.promoted(type));
    } else if (expr instanceof Expr.Index index) {
      return affine(index.at());
    } else if (expr instanceof Expr.Var variable) {
      Element type = declared.getOrDefault(variable.name(), Element.I16);
      return operand(variable.name(), dialect.promoted(type));
    } else if (expr instanceof Expr.Load load) {
      Element type = dialect.promoted(load.buffer().element());
      return operand(dialect.load(load.buffer(), affine(load.at()).text()), type);
    } else if (expr instanceof Expr.Lookup lookup) {
      Element type = dialect.promoted(lookup.buffer().element());
      return operand(dialect.load(lookup.buffer(), index(lookup.at())), type);
    } else if (expr instanceof Expr.Bin bin) {
      return operation(bin);
    } else if (expr instanceof Expr.Select select) {
      return select(select);
    } else if (expr instanceof Expr.Clamp clamp) {
      return clamp(clamp);
    } else if (expr instanceof Expr.Wrap wrap) {
      String value = text(wrap.value()).within(UNARY);
      return new Text(dialect.cast(wrap.type(), value), UNARY, dialect.promoted(wrap.type()));
    } else if (expr instanceof Expr.Requantise r) {
      return requantise(r);
    }
    throw new IllegalArgumentException("not expanded: " + expr);
  }

  private static Text operand(String text, Element type) {
    return new Text(text, text.startsWith("-") ? UNARY : OPERAND, type);
  }

  /** An index computed by an expression: arrays are indexed by int. */
  private String index(Expr expr) {
    Text text = text(expr);
    return text.type() == Element.I64 ? dialect.cast(Element.I32, text.within(UNARY)) : text.text();
  }

  private Text operation(Expr.Bin bin) {
    Text left = text(bin.left());
    Text right = text(bin.right());
    Element type = bin.type();
    if (bin.op() == Expr.Op.MIN || bin.op() == Expr.Op.MAX) {
      Element wide = left.type().bits() > right.type().bits() ? left.type() : right.type();
      return operand(dialect.extreme(bin.op(), wide, left.text(), right.text()), wide);
    }
    Text first = widened(left, right, type, bin.op());
    int level =
        switch (bin.op()) {
          case MUL, DIV -> PRODUCT;
          case SHL, SHR -> SHIFT;
          default -> SUM;
        };
    String symbol =
        switch (bin.op()) {
          case ADD -> " + ";
          case SUB -> " - ";
          case MUL -> " * ";
          case DIV -> " / ";
          case SHL -> " << ";
          default -> " >> ";
        };
    Element result = first.type().bits() > type.bits() ? first.type() : type;
    boolean shift = bin.op() == Expr.Op.SHL || bin.op() == Expr.Op.SHR;
    if (!shift && right.type().bits() > result.bits()) {
      result = right.type();
    }
    return new Text(join(first, symbol, right, level), level, result);
  }

  /**
   * Left operand plain, right one in parentheses where it binds no tighter; {@code + -4} becomes
   * {@code - 4}.
   */
  private static String join(Text left, String symbol, Text right, int level) {
    String l = level == SHIFT ? left.within(PRODUCT + 1) : left.within(level);
    String r = right.within(level == SHIFT ? PRODUCT + 1 : level + 1);
    if (symbol.equals(" + ") && r.startsWith("-") && !r.endsWith(UNSIGNED_ONLY)) {
      return l + " - " + r.substring(1);
    }
    return l + symbol + r;
  }

  /** Computing in a wider type than the operands' needs one of them converted. */
  private Text widened(Text left, Text right, Element type, Expr.Op op) {
    boolean shift = op == Expr.Op.SHL || op == Expr.Op.SHR;
    int widest = shift ? left.type().bits() : Math.max(left.type().bits(), right.type().bits());
    Element natural = dialect.promoted(type);
    return widest < natural.bits()
        ? new Text(dialect.cast(type, left.within(UNARY)), UNARY, type)
        : left;
  }

  private Text select(Expr.Select select) {
    Text then = text(select.then());
    Text otherwise = text(select.otherwise());
    Element type = then.type().bits() > otherwise.type().bits() ? then.type() : otherwise.type();
    String text =
        comparison(select.relation(), select.left(), select.right())
            + " ? "
            + then.within(TERNARY + 1)
            + " : "
            + otherwise.within(TERNARY);
    return new Text(text, TERNARY, type);
  }

  String comparison(Expr.Relation relation, Expr left, Expr right) {
    String symbol =
        switch (relation) {
          case LT -> " < ";
          case LE -> " <= ";
          case GT -> " > ";
          case GE -> " >= ";
          case EQ -> " == ";
          case NE -> " != ";
        };
    return text(left).within(SHIFT) + symbol + text(right).within(SHIFT);
  }

  private Text clamp(Expr.Clamp clamp) {
    Text value = text(clamp.value());
    Element type = value.type();
    String text =
        dialect.clamp(
            type,
            value.text(),
            dialect.literal(clamp.low(), type),
            dialect.literal(clamp.high(), type));
    return operand(text, type);
  }

  private Text requantise(Expr.Requantise r) {
    Text value = text(r.value());
    String arguments = value.text() + ", " + print(r.multiplier()) + ", " + print(r.shift());
    Element from = value.type() == Element.I64 ? Element.I64 : Element.I32;
    String text = dialect.requantise(r.rounding(), r.type(), from, r.result(), arguments);
    return operand(text, r.result());
  }

  /** Whether the constant is written first: {@code 3 - oy}. */
  private static boolean leads(Affine at, List<Map.Entry<String, Long>> terms) {
    return at.base() > 0 && terms.get(0).getValue() < 0;
  }

  private Text affine(Affine at) {
    StringBuilder text = new StringBuilder();
    List<Map.Entry<String, Long>> terms = new ArrayList<>(at.terms().entrySet());
    terms.sort(Comparator.comparing(term -> -term.getValue()));
    for (Map.Entry<String, Long> term : terms) {
      long factor = term.getValue();
      if (text.isEmpty() && leads(at, terms)) {
        text.append(at.base()).append(" - ");
      } else if (text.isEmpty()) {
        text.append(factor < 0 ? "-" : "");
      } else {
        text.append(factor < 0 ? " - " : " + ");
      }
      text.append(Math.abs(factor) == 1 ? term.getKey() : term.getKey() + " * " + Math.abs(factor));
    }
    if (text.isEmpty()) {
      text.append(at.base());
    } else if (at.base() != 0 && !leads(at, terms)) {
      text.append(at.base() < 0 ? " - " : " + ").append(Math.abs(at.base()));
    }
    boolean single = at.terms().size() <= 1 && text.indexOf(" ") < 0;
    return new Text(text.toString(), single && text.charAt(0) != '-' ? OPERAND : SUM, Element.I16);
  }
}

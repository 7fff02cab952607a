package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.ProductLoop;
import dev.thimble.kernel.Stmt;
import java.util.List;
import java.util.Optional;

/**
 * Loops that add up products of numbers of 16 bits: inputs in RAM times constants. The sum is exact
 * modulo its own size, so that of a product no more is computed; the sign of a product of a signed
 * and an unsigned byte comes in the carry.
 */
final class WordSums {
  private static final int MOST_ROUNDS = 256;
  private static final int FACTORS = 4;

  private final Words words;
  private final Assembly lines;
  private final Arrays arrays;

  WordSums(Words words, Arrays arrays) {
    this.words = words;
    this.lines = words.lines;
    this.arrays = arrays;
  }

  /** {@code sum += input * weight}. */
  record Products(String sum, Expr.Load input, Expr.Load weight) {
    /** The body of a loop seen so, if it is one that goes on by one element each round. */
    static Optional<Products> of(Stmt.For loop) {
      return ProductLoop.of(loop)
          .filter(sum -> word(sum.left(), loop.variable()) && word(sum.right(), loop.variable()))
          .flatMap(sum -> of(sum.accumulator(), sum.left().load(), sum.right().load()));
    }

    private static Optional<Products> of(String sum, Expr.Load a, Expr.Load b) {
      if (a.buffer().isConstant() == b.buffer().isConstant()) {
        return Optional.empty();
      }
      boolean turned = a.buffer().isConstant();
      return Optional.of(new Products(sum, turned ? b : a, turned ? a : b));
    }

    private static boolean word(ProductLoop.Factor factor, String variable) {
      Expr.Load load = factor.load();
      boolean along = load.at().coefficient(variable) == 1;
      return factor.offset() == 0 && load.buffer().element() == Element.I16 && along;
    }
  }

  /** Whether so many rounds can be counted, and the sum is of three or four bytes in registers. */
  static boolean suits(Locals.Local sum, long rounds) {
    boolean counted = rounds > 1 && rounds / (rounds % 2 == 0 ? 2 : 1) <= MOST_ROUNDS;
    return counted && !sum.inFrame() && (sum.size == 3 || sum.size == 4);
  }

  /** Adds the products of so many elements; pointers stay where they are. */
  void add(Products products, List<Integer> sum, int rounds) {
    // The weight's first: a far address takes X on its way.
    arrays.copy(products.weight().buffer(), products.weight().at());
    arrays.copy(products.input().buffer(), products.input().at());
    Lent factors = Lent.of(words, FACTORS, sum);
    int zero = words.registers.lasting(1).get(0);
    int counter = words.registers.lasting(1).get(0);
    lines.one("clr r" + zero);
    int unrolled = rounds % 2 == 0 ? 2 : 1;
    lines.loop(
        "r" + counter,
        "r" + factors.get(0),
        rounds / unrolled,
        () -> {
          for (int i = 0; i < unrolled; i++) {
            product(factors, sum, zero, products.weight().buffer());
          }
        });
    lines.one("clr r1");
    words.registers.release(List.of(zero, counter));
    factors.giveBack();
  }

  private void product(Lent factors, List<Integer> sum, int zero, Buffer weights) {
    int x0 = factors.get(0);
    int x1 = factors.get(1);
    int w0 = factors.get(2);
    int w1 = factors.get(3);
    lines.two("ld r%d, X+".formatted(x0)).two("ld r%d, X+".formatted(x1));
    arrays.next(weights, w0);
    arrays.next(weights, w1);
    lines.two("mul r%d, r%d".formatted(x0, w0));
    carried(sum, 0, zero);
    lines.two("muls r%d, r%d".formatted(x1, w1));
    carried(sum, 2, zero);
    crossed(x1, w0, sum, zero);
    crossed(w1, x0, sum, zero);
  }

  /** The product in r1 and r0 is added from a byte on, as far as the sum goes. */
  private void carried(List<Integer> sum, int from, int zero) {
    for (int i = from; i < sum.size(); i++) {
      int by = i - from < 2 ? i - from : zero;
      lines.one("%s r%d, r%d".formatted(i == from ? "add" : "adc", sum.get(i), by));
    }
  }

  private void crossed(int signed, int unsigned, List<Integer> sum, int zero) {
    lines.two("mulsu r%d, r%d".formatted(signed, unsigned));
    if (sum.size() > 3) {
      lines.one("sbc r%d, r%d".formatted(sum.get(3), zero));
    }
    carried(sum, 1, zero);
  }
}

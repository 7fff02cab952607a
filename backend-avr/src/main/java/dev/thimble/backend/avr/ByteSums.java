package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.ProductLoop;
import dev.thimble.kernel.Stmt;
import dev.thimble.kernel.sums.FoldedSums;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Loops that add up products of bytes: inputs in RAM times constants, a byte each or two in one
 * ({@link FoldedSums}). The sum is exact modulo its own size; a product's sign comes in the carry.
 */
final class ByteSums {
  private static final int MOST_ROUNDS = 256;
  private static final int UNROLLED = 4;
  private static final int PAIR = 2;

  /** From so many products on a sum of 16 times these may need a fourth byte. */
  private static final int MANY = 512;

  private final Words words;
  private final Assembly lines;
  private final Arrays arrays;

  ByteSums(Words words, Arrays arrays) {
    this.words = words;
    this.lines = words.lines;
    this.arrays = arrays;
  }

  /**
   * {@code sum += input * weight}.
   *
   * @param paired whether a byte holds two weights, the first in its lower half
   */
  record Products(String sum, Expr.Load input, Expr.Load weight, boolean paired) {
    /** The body of a loop seen so, if it is one that goes on by one element each round. */
    static Optional<Products> of(Stmt.For loop, Set<Buffer> pairs) {
      return ProductLoop.of(loop)
          .filter(sum -> sum.left().offset() == 0 && sum.right().offset() == 0)
          .flatMap(
              sum -> {
                boolean turned = sum.left().load().buffer().isConstant();
                Expr.Load x = (turned ? sum.right() : sum.left()).load();
                Expr.Load w = (turned ? sum.left() : sum.right()).load();
                return of(sum.accumulator(), x, w, loop.variable(), pairs.contains(w.buffer()));
              });
    }

    private static Optional<Products> of(
        String sum, Expr.Load x, Expr.Load w, String variable, boolean paired) {
      Element input = x.buffer().element();
      boolean suits =
          !x.buffer().isConstant()
              && (input == Element.I8 || input == Element.U8)
              && x.at().coefficient(variable) == 1
              && (paired || isByte(w, variable));
      return suits ? Optional.of(new Products(sum, x, w, paired)) : Optional.empty();
    }

    private static boolean isByte(Expr.Load w, String variable) {
      return w.buffer().element() == Element.I8
          && w.buffer().isConstant()
          && w.at().coefficient(variable) == 1;
    }
  }

  /** Whether so many rounds can be counted, and the sum has two to four bytes. */
  static boolean suits(Locals.Local sum, long rounds) {
    return rounds / UNROLLED <= MOST_ROUNDS && sum.size >= 2 && sum.size <= 4;
  }

  /** Adds the products of so many elements to registers; pointers stay where they are. */
  void add(Products products, List<Integer> sum, int rounds) {
    arrays.copy(products.weight().buffer(), products.weight().at());
    arrays.copy(products.input().buffer(), products.input().at());
    if (products.paired()) {
      pairs(products, sum, rounds);
    } else {
      bytes(products, sum, rounds);
    }
  }

  private void bytes(Products products, List<Integer> sum, int rounds) {
    Lent factors = Lent.of(words, 2, sum);
    Product product = new Product(products, sum, factors.get(1), factors.get(0));
    repeated(
        rounds / UNROLLED,
        factors.get(0),
        product.zero,
        () -> {
          for (int i = 0; i < UNROLLED; i++) {
            product.ofByte();
          }
        });
    for (int i = 0; i < rounds % UNROLLED; i++) {
      product.ofByte();
    }
    product.end();
    factors.giveBack();
  }

  /** A half of a byte where its upper half was is 16 times the weight. */
  private void pairs(Products products, List<Integer> sum, int rounds) {
    Lent factors = Lent.of(words, 3, sum);
    List<Integer> times16 = words.registers.lasting(rounds < MANY ? 3 : 4);
    times16.forEach(register -> words.load(register, 0));
    Product product = new Product(products, times16, factors.get(1), factors.get(0));
    int other = factors.get(2);
    boolean twice = rounds % (2 * PAIR) == 0;
    repeated(
        rounds / PAIR / (twice ? 2 : 1),
        factors.get(0),
        product.zero,
        () -> {
          for (int i = 0; i < (twice ? 2 : 1); i++) {
            product.lower(other);
            product.upper();
          }
        });
    if (rounds % PAIR == 1) {
      product.lower(other);
    }
    product.end();
    factors.giveBack();
    words.right(times16, true, 4);
    words.into("add", sum, Value.owned(times16, true));
  }

  private void repeated(int rounds, int temporary, int zero, Runnable body) {
    if (rounds == 0) {
      return;
    }
    if (rounds > MOST_ROUNDS) {
      throw new Unsupported(rounds + " rounds");
    }
    int counter = rounds > 1 ? words.registers.lasting(1).get(0) : zero;
    lines.loop("r" + counter, "r" + temporary, rounds, body);
    if (rounds > 1) {
      words.registers.release(List.of(counter));
    }
  }

  /** One product after the other: X points to inputs, Z to weights. */
  private final class Product {
    private final List<Integer> sum;
    private final int weight;
    private final int input;
    private final Buffer weights;
    private final String multiply;
    private final int zero = words.registers.lasting(1).get(0);

    Product(Products products, List<Integer> sum, int weight, int input) {
      this.sum = sum;
      this.weight = weight;
      this.input = input;
      this.weights = products.weight().buffer();
      this.multiply =
          products.input().buffer().element() == Element.U8 ? "mulsu r%d, r%d" : "muls r%d, r%d";
      lines.one("clr r" + zero);
    }

    void ofByte() {
      lines.two("ld r%d, X+".formatted(input));
      arrays.next(weights, weight);
      by(weight);
    }

    /** The weight in the lower half of the next byte. */
    void lower(int shifted) {
      arrays.next(weights, weight);
      lines.one("mov r%d, r%d".formatted(shifted, weight)).one("swap r" + shifted);
      lines.one("andi r%d, 0xf0".formatted(shifted));
      lines.two("ld r%d, X+".formatted(input));
      by(shifted);
    }

    /** The weight in the upper half of the same byte. */
    void upper() {
      lines.one("andi r%d, 0xf0".formatted(weight));
      lines.two("ld r%d, X+".formatted(input));
      by(weight);
    }

    private void by(int factor) {
      lines.two(multiply.formatted(factor, input));
      for (int i = 2; i < sum.size(); i++) {
        lines.one("sbc r%d, r%d".formatted(sum.get(i), zero));
      }
      for (int i = 0; i < sum.size(); i++) {
        int by = i < 2 ? i : zero;
        lines.one("%s r%d, r%d".formatted(i == 0 ? "add" : "adc", sum.get(i), by));
      }
    }

    void end() {
      lines.one("clr r1");
      words.registers.release(List.of(zero));
    }
  }
}

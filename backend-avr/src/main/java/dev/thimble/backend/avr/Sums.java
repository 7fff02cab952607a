package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Stmt;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loops that only add up products, for which there is code of its own. */
final class Sums {
  private final Words words;
  private final Locals locals;
  private final Arrays arrays;
  private final boolean multiplier;
  private final Set<Buffer> pairs;

  /**
   * Sums in a kernel.
   *
   * @param pairs arrays of bytes that hold two weights each
   */
  Sums(Words words, Locals locals, Arrays arrays, boolean multiplier, Set<Buffer> pairs) {
    this.words = words;
    this.locals = locals;
    this.arrays = arrays;
    this.multiplier = multiplier;
    this.pairs = pairs;
  }

  /** Emits a loop of so many rounds whose pointers are where they begin, if it is one of these. */
  boolean add(Stmt.For loop, long rounds) {
    if (!multiplier) {
      return false;
    }
    Optional<ByteSums.Products> bytes = ByteSums.Products.of(loop, pairs);
    if (bytes.isPresent()) {
      return add(bytes.get(), rounds);
    }
    Optional<WordSums.Products> products = WordSums.Products.of(loop);
    if (products.isEmpty()) {
      return false;
    }
    Locals.Local sum = locals.get(products.get().sum());
    if (!WordSums.suits(sum, rounds)) {
      return false;
    }
    locals.times((double) rounds);
    locals.weigh(sum);
    locals.times(1.0 / rounds);
    new WordSums(words, arrays).add(products.get(), sum.registers, (int) rounds);
    return true;
  }

  private boolean add(ByteSums.Products products, long rounds) {
    Locals.Local sum = locals.get(products.sum());
    if (!ByteSums.suits(sum, rounds)) {
      if (products.paired()) {
        throw new Unsupported("a sum of %d bytes in %d rounds".formatted(sum.size, rounds));
      }
      return false;
    }
    locals.weigh(sum);
    if (!sum.inFrame()) {
      new ByteSums(words, arrays).add(products, sum.registers, (int) rounds);
      return true;
    }
    List<Integer> registers = words.registers.lasting(sum.size);
    locals.load(sum, registers);
    new ByteSums(words, arrays).add(products, registers, (int) rounds);
    locals.set(sum, Value.owned(registers, sum.signed()));
    return true;
  }
}

package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** All claims of a sum of products: the one to take without further wishes first. */
final class SumClaims {
  /** Flash of a product whose weight is in the code, about. */
  private static final int PRODUCT_BYTES = 10;

  private SumClaims() {}

  static List<Claim> of(Core core, Kernel kernel, int flash) {
    List<Claim> loops = new ArrayList<>();
    Optional<ProductSum> sum = ProductSum.of(kernel).or(() -> ProductSum.ofHalfBytes(kernel));
    if (sum.isEmpty()) {
      return loops;
    }
    Stream.of(
            ProductSumClaim.of(core, kernel),
            BorderedSumClaim.of(core, kernel),
            PatchSumClaim.of(core, kernel, false))
        .flatMap(Optional::stream)
        .forEach(loops::add);
    loops.sort(Comparator.comparingLong(claim -> claim.cost().cycles()));
    if (loops.isEmpty()) {
      KernelClaim.of(core, kernel).ifPresent(loops::add);
    }
    if (!loops.isEmpty() && products(sum.get()) * PRODUCT_BYTES <= flash) {
      Stream.of(ProductSumClaim.immediate(core, kernel), PatchSumClaim.of(core, kernel, true))
          .flatMap(Optional::stream)
          .forEach(loops::add);
    }
    return loops;
  }

  /** How many weights are not zero. */
  private static long products(ProductSum sum) {
    return Stream.of(sum.weights())
        .mapToLong(weights -> LongStream.of(weights).filter(w -> w != 0).count())
        .sum();
  }
}

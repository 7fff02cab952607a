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

  /** Cycles of an inference that a byte of flash is worth without further wishes. */
  private static final long WORTH = 4;

  /** Bytes of flash that a form may take more than the smallest without further wishes. */
  private static final int MOST_MORE = 6 * 1024;

  private SumClaims() {}

  static List<Claim> of(Core core, Kernel kernel, int flash) {
    List<Claim> claims = new ArrayList<>();
    Optional<ProductSum> sum = ProductSum.ofBytes(kernel).or(() -> ProductSum.ofHalfBytes(kernel));
    if (sum.isEmpty()) {
      return BorderedSumClaim.ofWords(core, kernel).stream().toList();
    }
    if (!core.multiplier()) {
      return Stream.of(BorderedSumClaim.ofShifts(core, kernel), KernelClaim.of(core, kernel))
          .flatMap(Optional::stream)
          .sorted(Comparator.comparingLong(SumClaims::price))
          .toList();
    }
    claims.addAll(ProductSumClaim.of(core, kernel));
    Stream.of(BorderedSumClaim.of(core, kernel), PatchSumClaim.of(core, kernel, InCode.NOTHING))
        .flatMap(Optional::stream)
        .forEach(claims::add);
    if (claims.isEmpty()) {
      KernelClaim.of(core, kernel).ifPresent(claims::add);
    }
    if (!claims.isEmpty() && products(sum.get()) * PRODUCT_BYTES <= flash) {
      Stream.of(InCode.WEIGHTS, InCode.ALL)
          .flatMap(
              inCode ->
                  Stream.of(
                      ProductSumClaim.immediate(core, kernel, inCode),
                      PatchSumClaim.of(core, kernel, inCode)))
          .flatMap(Optional::stream)
          .forEach(claims::add);
    }
    // What takes much more flash than the smallest form is only for who asks.
    long most = claims.stream().mapToLong(Claim::flashBytes).min().orElse(0) + MOST_MORE;
    claims.sort(
        Comparator.comparing((Claim claim) -> claim.flashBytes() > most)
            .thenComparingLong(SumClaims::price));
    return claims;
  }

  private static long price(Claim claim) {
    return claim.cost().cycles() + WORTH * claim.flashBytes();
  }

  /** How many weights are not zero. */
  private static long products(ProductSum sum) {
    return Stream.of(sum.weights())
        .mapToLong(weights -> LongStream.of(weights).filter(w -> w != 0).count())
        .sum();
  }
}

package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
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

  /** Cycles of an inference that a byte of flash is worth without further wishes: a judgement. */
  private static final long WORTH = 4;

  /** Cycles that a byte of RAM is worth: chips have a sixteenth as much of it as of flash. */
  private static final long ROOM_WORTH = 16 * WORTH;

  /**
   * Bytes of flash that a form may take more than the smallest without further wishes, a fifth of
   * an ATmega328P: a judgement, so that one large layer does not take what all others need.
   */
  private static final int MOST_MORE = 6 * 1024;

  private SumClaims() {}

  static List<Claim> of(Core core, Kernel kernel, int flash) {
    Optional<ProductSum> sum = ProductSum.ofBytes(kernel).or(() -> halves(kernel));
    if (sum.isEmpty()) {
      return BorderedSumClaim.ofWords(core, kernel).stream().toList();
    }
    List<Claim> claims = new ArrayList<>(loops(core, kernel));
    if (claims.isEmpty() || !core.multiplier()) {
      KernelClaim.of(core, kernel).ifPresent(claims::add);
    }
    if (core.multiplier() && products(sum.get()) * PRODUCT_BYTES <= flash) {
      claims.addAll(coded(core, kernel));
    }
    return recommended(claims);
  }

  private static Optional<ProductSum> halves(Kernel kernel) {
    return ProductSum.ofHalfBytes(kernel).filter(sum -> sum.sharing() == 1);
  }

  /** All numbers in flash. */
  private static List<Claim> loops(Core core, Kernel kernel) {
    if (!core.multiplier()) {
      return BorderedSumClaim.ofShifts(core, kernel).stream().toList();
    }
    List<Claim> claims = new ArrayList<>(ProductSumClaim.of(core, kernel));
    BorderedSumClaim.of(core, kernel).ifPresent(claims::add);
    PatchSumClaim.of(core, kernel, InCode.NOTHING).ifPresent(claims::add);
    claims.addAll(ChannelSumClaim.of(core, kernel));
    return claims;
  }

  /** Some numbers, or all, in the code. */
  private static List<Claim> coded(Core core, Kernel kernel) {
    return Stream.of(InCode.WEIGHTS, InCode.ALL)
        .flatMap(
            inCode ->
                Stream.of(
                    ProductSumClaim.immediate(core, kernel, inCode),
                    PatchSumClaim.of(core, kernel, inCode)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What takes much more flash than the smallest form is only for who asks. */
  private static List<Claim> recommended(List<Claim> claims) {
    long most = claims.stream().mapToLong(Claim::flashBytes).min().orElse(0) + MOST_MORE;
    return claims.stream()
        .sorted(
            Comparator.comparing((Claim claim) -> claim.flashBytes() > most)
                .thenComparingLong(SumClaims::price))
        .toList();
  }

  private static long price(Claim claim) {
    long room = claim.scratch().stream().mapToLong(Buffer::bytes).sum();
    return claim.cost().cycles() + WORTH * claim.flashBytes() + ROOM_WORTH * room;
  }

  /** How many weights are not zero. */
  private static long products(ProductSum sum) {
    return Stream.of(sum.weights())
        .mapToLong(weights -> LongStream.of(weights).filter(w -> w != 0).count())
        .sum();
  }
}

package dev.thimble.backend.cmsis;

/**
 * Cycles of an instruction, on average over our kernels: an estimate, from memory without wait
 * states.
 *
 * <p>For M0, M0+, M3 and M4 the tables of ARM's technical reference manuals (DDI 0432, 0484, 0337,
 * 0439) were summed over the inner loops of a separable convolution: a load takes two cycles,
 * several one each and one more, a taken branch three (M0+: two), on the M3 a multiply-accumulate
 * two. For M23, M33, M55 there are no such tables: they are taken like their nearest relatives, the
 * M55 with two cycles a vector instruction where it does not overlap. M7 and M85 issue two
 * instructions at once, which is not counted on.
 */
final class CortexTiming {
  private CortexTiming() {}

  static double cyclesPerInstruction(String core) {
    return switch (core) {
      case "cortex-m7", "cortex-m85" -> 1.0;
      case "cortex-m3" -> 2.3;
      case "cortex-m33+nodsp" -> 1.7;
      case "cortex-m4", "cortex-m33" -> 1.4;
      default -> 1.5;
    };
  }
}

package dev.thimble.backend.cmsis;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Element;

/**
 * Instructions that GCC makes of portable C on Cortex-M, as upper bounds over -Os and -O2; what the
 * report calls cycles is counted in instructions for these cores.
 *
 * @param small whether the core is ARMv6-M, without long multiplication
 */
record CortexCosts(boolean small) implements CostTable {
  private static int pick(Element type, int narrow, int widest) {
    return type == Element.I64 ? widest : narrow;
  }

  @Override
  public int cycles(Part part, Element type) {
    return switch (part) {
      case LOAD, LOAD_CONSTANT -> pick(type, small ? 3 : 2, 4);
      case STORE -> pick(type, small ? 3 : 2, 4);
      case ADD -> pick(type, 2, small ? 8 : 4);
      case MUL -> pick(type, 1, small ? 40 : 6);
      case DIV -> pick(type, small ? 120 : 3, small ? 900 : 200);
      case SHIFT -> pick(type, 1, small ? 24 : 8);
      case REQUANTISE -> pick(type, 6, small ? 90 : 24);
      case LOOP -> 4;
      case CALL -> 24;
    };
  }

  @Override
  public int bytes(Part part, Element type) {
    return switch (part) {
      case LOAD, LOAD_CONSTANT -> pick(type, 8, 12);
      case STORE -> pick(type, 8, 12);
      case ADD -> pick(type, 6, 14);
      case MUL -> pick(type, 6, 20);
      case DIV -> pick(type, 10, 20);
      case SHIFT -> pick(type, 6, 20);
      case REQUANTISE -> pick(type, 24, small ? 80 : 60);
      case LOOP -> 12;
      case CALL -> 44;
    };
  }

  @Override
  public int library(Part part, Element type) {
    return switch (part) {
      case MUL -> pick(type, 0, small ? 80 : 0);
      case DIV -> pick(type, small ? 300 : 0, 640);
      case REQUANTISE -> pick(type, 0, small ? 120 : 0);
      default -> 0;
    };
  }

  /**
   * Nine saved registers with the return address, eight-byte alignment, and locals beyond the
   * registers.
   */
  @Override
  public int stack(int locals) {
    return (36 + 2 * locals + 40 + 7) / 8 * 8;
  }

  @Override
  public int driver(int kernels) {
    return 32 + 20 * kernels;
  }

  @Override
  public int driverStack() {
    return 24;
  }

  @Override
  public int alignment(Element type) {
    return type.bytes() == 3 ? 4 : type.bytes();
  }
}

package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;

/**
 * What GCC makes of portable C on ARMv6-M (Cortex-M0 and M0+), in bytes and executed instructions.
 *
 * <p>The figures are solutions of linear programs. Bytes: the least that is not below what was
 * measured at -Os and -O2 over 324 random layers and networks. Instructions: the least deviation
 * from the larger of both over 450 kernels (signals, recurrent layers, words, random layers), where
 * being below weighs more. They tell parts apart as well as the sum needs it; a single one says
 * little about its part.
 */
final class ArmV6mCosts extends CortexCosts {
  ArmV6mCosts(int unit) {
    super(unit);
  }

  @Override
  public double cycles(Part part, Element type) {
    return switch (part) {
      case CALL -> 24;
      case ARRAY -> 12;
      case ENTRY -> 4.1;
      case LOOP -> 3.3;
      case INDEX -> 0;
      case VARIABLE -> pick(type, 0, 8.3, 5.6);
      case LOAD -> pick(type, 0.8, 0.8, 2);
      case LOAD_CONSTANT -> pick(type, 0.8, 0.8, 2);
      case STORE -> pick(type, 0.8, 2.5, 2);
      case ADD -> pick(type, 0.3, 0.3, 14.2);
      case CHOICE -> pick(type, 1, 0.8, 0.8);
      case MUL -> pick(type, 0.8, 0.8, 25);
      case WIDE_MUL -> 3.3;
      case DIV -> pick(type, 50.7, 50.9, 600);
      case SHIFT -> pick(type, 10.2, 0.3, 10);
      case SCALE -> pick(type, 2, 15.7, 39.9);
      case SCALE_TWICE -> pick(type, 5, 63.3, 44.2);
      case VARIABLE_SHIFT -> pick(type, 0, 3.5, 60.8);
    };
  }

  @Override
  public double bytes(Part part, Element type) {
    return switch (part) {
      case CALL -> 4;
      case ARRAY -> 2;
      case ENTRY -> 0;
      case LOOP -> 9;
      case INDEX -> 10;
      case VARIABLE -> pick(type, 5, 8, 6);
      case LOAD -> pick(type, 2, 2, 6);
      case LOAD_CONSTANT -> pick(type, 3, 3, 6);
      case STORE -> pick(type, 2, 2, 6);
      case ADD -> pick(type, 2, 2, 12);
      case CHOICE -> pick(type, 17, 4, 20);
      case MUL -> pick(type, 2, 55, 16);
      case WIDE_MUL -> 23;
      case DIV -> pick(type, 53, 6, 24);
      case SHIFT -> pick(type, 2, 2, 24);
      case SCALE -> pick(type, 8, 48, 24);
      case SCALE_TWICE -> pick(type, 16, 107, 20);
      case VARIABLE_SHIFT -> pick(type, 2, 2, 79);
    };
  }

  @Override
  public int bytes(Routine routine) {
    return switch (routine) {
      case WIDE_MUL -> 0;
      case MUL32 -> 0;
      case MUL64 -> 131;
      case SHIFT64 -> 83;
      case ADD64 -> 0;
      case DIV16 -> 0;
      case DIV32 -> 660;
      case DIV64 -> 980;
    };
  }

  @Override
  public int stack(Part part, Element type) {
    return switch (part) {
      case VARIABLE_SHIFT -> 98;
      case LOAD, LOAD_CONSTANT, STORE -> 40;
      default -> (int) pick(type, 40, 52, 80);
    };
  }

  @Override
  public int locals(int bytes) {
    return (int) Math.ceil(1.43 * bytes);
  }
}

package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;

/**
 * What GCC makes of portable C on ARMv7-M and ARMv8-M, in bytes and executed instructions.
 *
 * <p>The figures are solutions of linear programs. Bytes: the least that is not below what was
 * measured at -Os and -O2 over 324 random layers and networks. Instructions: the least deviation
 * from the larger of both over 356 kernels (signals, recurrent layers, words, random layers), where
 * being below weighs more. They tell parts apart as well as the sum needs it; a single one says
 * little about its part.
 */
final class ArmV7mCosts extends CortexCosts {
  ArmV7mCosts(int unit) {
    super(unit);
  }

  @Override
  public double cycles(Part part, Element type) {
    return switch (part) {
      case CALL -> 6;
      case ARRAY -> 6.3;
      case ENTRY -> 2;
      case LOOP -> 2.9;
      case INDEX -> 0;
      case VARIABLE -> pick(type, 0, 0.6, 0);
      case LOAD -> pick(type, 0.8, 0.8, 2);
      case LOAD_CONSTANT -> pick(type, 0.8, 0.8, 2);
      case STORE -> pick(type, 0.8, 4.5, 2);
      case ADD -> pick(type, 0.3, 0.3, 7.6);
      case CHOICE -> pick(type, 1.3, 1.2, 1.2);
      case MUL -> pick(type, 1.3, 0.8, 3);
      case WIDE_MUL -> 1;
      case DIV -> pick(type, 2, 2, 180);
      case SHIFT -> pick(type, 6, 2.1, 6.9);
      case SCALE -> pick(type, 2, 11, 5.1);
      case SCALE_TWICE -> pick(type, 4, 17.2, 13.8);
      case VARIABLE_SHIFT -> pick(type, 0, 0, 23.6);
    };
  }

  @Override
  public double bytes(Part part, Element type) {
    return switch (part) {
      case CALL -> 8;
      case ARRAY -> 2;
      case ENTRY -> 0;
      case LOOP -> 7.2;
      case INDEX -> 11;
      case VARIABLE -> pick(type, 1, 6, 6);
      case LOAD -> pick(type, 2, 2, 6);
      case LOAD_CONSTANT -> pick(type, 3, 3, 6);
      case STORE -> pick(type, 2, 2, 6);
      case ADD -> pick(type, 2, 2, 12);
      case CHOICE -> pick(type, 12, 11, 20);
      case MUL -> pick(type, 2, 38, 16);
      case WIDE_MUL -> 2;
      case DIV -> pick(type, 6, 6, 24);
      case SHIFT -> pick(type, 2, 2, 24);
      case SCALE -> pick(type, 8, 28, 12);
      case SCALE_TWICE -> 16;
      case VARIABLE_SHIFT -> pick(type, 2, 2, 84);
    };
  }

  @Override
  public int bytes(Routine routine) {
    return switch (routine) {
      case WIDE_MUL -> 0;
      case MUL32 -> 0;
      case MUL64 -> 23;
      case SHIFT64 -> 43;
      case ADD64 -> 0;
      case DIV16 -> 0;
      case DIV32 -> 0;
      case DIV64 -> 880;
    };
  }

  @Override
  public int stack(Part part, Element type) {
    return switch (part) {
      case VARIABLE_SHIFT -> 32;
      case LOAD, LOAD_CONSTANT, STORE -> 8;
      default -> (int) pick(type, 8, 16, 24);
    };
  }

  @Override
  public int locals(int bytes) {
    return (int) Math.ceil(2.0 * bytes);
  }
}

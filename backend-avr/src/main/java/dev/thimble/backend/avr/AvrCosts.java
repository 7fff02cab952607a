package dev.thimble.backend.avr;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Element;
import java.util.Set;

/**
 * What avr-gcc makes of portable C on a core with MUL, as upper bounds.
 *
 * <p>The figures are the solution of a linear program: the least that is not below what was
 * measured at -Os and -O2 over 324 random layers and networks. They tell parts apart as well as the
 * sum needs it; a single one says little about its part.
 *
 * @param isMeasured whether the core has MUL
 */
record AvrCosts(boolean isMeasured) implements CostTable {
  @Override
  public double cycles(Part part, Element type) {
    return switch (part) {
      case CALL -> 10;
      case ARRAY -> 6;
      case ENTRY -> 2;
      case LOOP -> 4;
      case INDEX -> 0.9;
      case VARIABLE -> pick(type, 0.9, 1, 8);
      case LOAD -> pick(type, 4.2, 6, 24);
      case LOAD_CONSTANT -> pick(type, 8.9, 26, 24);
      case STORE -> pick(type, 8.5, 7.7, 16);
      case ADD -> pick(type, 1, 22.6, 30);
      case CHOICE -> pick(type, 18.7, 6, 30);
      case MUL -> pick(type, 15.3, 26.7, 245);
      case WIDE_MUL -> 66.4;
      case DIV -> pick(type, 281.4, 624.2, 4500);
      case SHIFT -> pick(type, 12, 24, 300);
      case SCALE -> pick(type, 60, 137.3, 515.3);
      case SCALE_TWICE -> pick(type, 200, 380.2, 503.6);
      case VARIABLE_SHIFT -> pick(type, 40, 420, 138.2);
    };
  }

  @Override
  public double bytes(Part part, Element type) {
    return switch (part) {
      case CALL -> 4;
      case ARRAY -> 6;
      case ENTRY -> 0;
      case LOOP -> 13;
      case INDEX -> 10;
      case VARIABLE -> pick(type, 29, 33, 16);
      case LOAD -> pick(type, 4, 8, 24);
      case LOAD_CONSTANT -> pick(type, 6, 14, 30);
      case STORE -> pick(type, 4, 8, 16);
      case ADD -> pick(type, 22, 6, 40);
      case CHOICE -> pick(type, 22, 8, 60);
      case MUL -> pick(type, 97, 12, 156);
      case WIDE_MUL -> 78;
      case DIV -> pick(type, 12, 30, 130);
      case SHIFT -> pick(type, 10, 24, 60);
      case SCALE -> pick(type, 14, 14, 56);
      case SCALE_TWICE -> pick(type, 20, 181, 58);
      case VARIABLE_SHIFT -> pick(type, 8, 12, 75);
    };
  }

  @Override
  public double farCycles(Element type) {
    return pick(type, 24, 24, 48);
  }

  @Override
  public double farBytes(Element type) {
    return pick(type, 40, 40, 80);
  }

  @Override
  public Set<Routine> routines(Part part, Element type) {
    return switch (part) {
      case WIDE_MUL -> Set.of(Routine.WIDE_MUL);
      case MUL, SCALE, SCALE_TWICE -> only(type, Routine.MUL32, Routine.MUL64);
      case ADD, CHOICE -> only(type, Routine.ADD64);
      case SHIFT, VARIABLE_SHIFT -> only(type, Routine.SHIFT64);
      case DIV ->
          type == Element.I16 ? Set.of(Routine.DIV16) : only(type, Routine.DIV32, Routine.DIV64);
      default -> Set.of();
    };
  }

  private static Set<Routine> only(Element type, Routine widest) {
    return type == Element.I64 ? Set.of(widest) : Set.of();
  }

  private static Set<Routine> only(Element type, Routine wide, Routine widest) {
    return type == Element.I32 ? Set.of(wide) : only(type, widest);
  }

  @Override
  public int bytes(Routine routine) {
    return switch (routine) {
      case WIDE_MUL -> 40;
      case MUL32 -> 153;
      case MUL64 -> 380;
      case SHIFT64 -> 58;
      case ADD64 -> 16;
      case DIV16 -> 40;
      case DIV32 -> 90;
      case DIV64 -> 428;
    };
  }

  /**
   * The return address, and the registers that the widest arithmetic saves; its routines' own
   * needs.
   */
  @Override
  public int stack(Part part, Element type) {
    return switch (part) {
      case VARIABLE_SHIFT -> 58;
      case LOAD, LOAD_CONSTANT, STORE -> 14;
      case DIV -> (int) pick(type, 19, 30, 45);
      default -> (int) pick(type, 14, 34, 45);
    };
  }

  /** Variables fill the registers that nothing is saved for first. */
  @Override
  public int locals(int bytes) {
    return (int) Math.ceil(.73 * bytes);
  }

  @Override
  public int driver() {
    return 6;
  }

  @Override
  public int driverCycles() {
    return 40;
  }

  /** The return address and what holds the model over the calls. */
  @Override
  public int driverStack() {
    return 17;
  }

  /** The chip needs none; the same C on a host does, and wide arrays are few. */
  @Override
  public int alignment(Element type) {
    return type.bytes() == 3 ? 4 : type.bytes();
  }

  private static double pick(Element type, double narrow, double wide, double widest) {
    return type == Element.I64 ? widest : type == Element.I32 ? wide : narrow;
  }
}

package dev.thimble.backend.cmsis;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Element;
import java.util.Set;

/**
 * What the cores have in common. What the report calls cycles is counted in instructions for them.
 */
abstract class CortexCosts implements CostTable {
  private static final int WORD = 4;

  /** GCC aligns arrays to so much; those of less than that to words. */
  private final int unit;

  CortexCosts(int unit) {
    this.unit = unit;
  }

  /** The table of a core. */
  static CortexCosts of(String core) {
    if (CortexC.hasHelium(core)) {
      return new ArmV7mCosts(2 * WORD);
    }
    return CortexC.hasThumb2(core) ? new ArmV7mCosts(WORD) : new ArmV6mCosts(WORD);
  }

  @Override
  public final int filled(int bytes) {
    return (bytes + unit - 1) / unit * unit;
  }

  /** One of three figures: for up to 16 bits, for 32, for 64. */
  static double pick(Element type, double narrow, double wide, double widest) {
    return type == Element.I64 ? widest : type == Element.I32 ? wide : narrow;
  }

  @Override
  public final Set<Routine> routines(Part part, Element type) {
    boolean wide = type == Element.I64;
    return switch (part) {
      case MUL, SCALE, SCALE_TWICE -> wide ? Set.of(Routine.MUL64) : Set.of();
      case SHIFT, VARIABLE_SHIFT -> wide ? Set.of(Routine.SHIFT64) : Set.of();
      case DIV -> Set.of(wide ? Routine.DIV64 : Routine.DIV32);
      default -> Set.of();
    };
  }

  @Override
  public final int packed() {
    return 100;
  }

  @Override
  public final int driver() {
    return 16;
  }

  @Override
  public final int emptyFunction() {
    return 4;
  }

  @Override
  public final int driverCycles() {
    return 20;
  }

  @Override
  public final int driverStack() {
    return 28;
  }

  @Override
  public final int alignment(Element type) {
    return type.bytes() == 3 ? 4 : type.bytes();
  }
}

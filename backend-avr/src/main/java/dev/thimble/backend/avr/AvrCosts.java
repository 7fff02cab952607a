package dev.thimble.backend.avr;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Element;

/**
 * What avr-gcc makes of portable C on a core with MUL, as upper bounds over -Os and -O2. Compiled
 * loops cannot be predicted better than this: the same text takes up to twice the cycles from one
 * option to the next.
 */
final class AvrCosts implements CostTable {
  /** Columns: up to 16 bits, 24 and 32 bits, 64 bits. */
  private static int column(Element type) {
    return switch (type) {
      case I8, U8, I16 -> 0;
      case I24, I32 -> 1;
      case I64 -> 2;
    };
  }

  private static int pick(Element type, int narrow, int wide, int widest) {
    return new int[] {narrow, wide, widest}[column(type)];
  }

  @Override
  public int cycles(Part part, Element type) {
    return switch (part) {
      case LOAD -> pick(type, 8, 14, 30);
      case LOAD_CONSTANT -> pick(type, 10, 20, 40);
      case STORE -> pick(type, 8, 14, 30);
      case ADD -> pick(type, 6, 14, 60);
      case MUL -> pick(type, 14, 50, 450);
      case DIV -> pick(type, 240, 720, 5_000);
      case SHIFT -> pick(type, 40, 180, 500);
      case REQUANTISE -> pick(type, 260, 260, 1_250);
      case LOOP -> 10;
      case CALL -> 90;
    };
  }

  @Override
  public int bytes(Part part, Element type) {
    return switch (part) {
      case LOAD -> pick(type, 14, 22, 44);
      case LOAD_CONSTANT -> pick(type, 16, 26, 52);
      case STORE -> pick(type, 12, 20, 40);
      case ADD -> pick(type, 10, 20, 56);
      case MUL -> pick(type, 16, 28, 60);
      case DIV -> pick(type, 20, 36, 60);
      case SHIFT -> pick(type, 16, 30, 48);
      case REQUANTISE -> pick(type, 72, 72, 150);
      case LOOP -> 18;
      case CALL -> 230;
    };
  }

  @Override
  public int library(Part part, Element type) {
    return switch (part) {
      case MUL -> pick(type, 0, 60, 400);
      case DIV -> pick(type, 40, 110, 600);
      case SHIFT -> pick(type, 0, 0, 90);
      case REQUANTISE -> pick(type, 60, 60, 560);
      default -> 0;
    };
  }

  /**
   * Two bytes of return address, up to 18 saved registers, and the locals that do not fit into
   * registers.
   */
  @Override
  public int stack(int locals) {
    return 2 + 18 + locals + 24;
  }

  @Override
  public int driver(int kernels) {
    return 40 + 22 * kernels;
  }

  @Override
  public int driverStack() {
    return 2 + 6;
  }

  @Override
  public int alignment(Element type) {
    return 1;
  }
}

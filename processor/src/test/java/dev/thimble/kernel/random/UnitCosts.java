package dev.thimble.kernel.random;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Element;
import java.util.Set;

/** Everything costs one. */
final class UnitCosts implements CostTable {
  @Override
  public double cycles(Part part, Element type) {
    return 1;
  }

  @Override
  public double bytes(Part part, Element type) {
    return 1;
  }

  @Override
  public Set<Routine> routines(Part part, Element type) {
    return Set.of();
  }

  @Override
  public int bytes(Routine routine) {
    return 0;
  }

  @Override
  public int stack(Part part, Element type) {
    return 1;
  }

  @Override
  public int locals(int bytes) {
    return bytes;
  }

  @Override
  public int driver() {
    return 1;
  }

  @Override
  public int driverCycles() {
    return 1;
  }

  @Override
  public int driverStack() {
    return 1;
  }

  @Override
  public int alignment(Element type) {
    return type.bytes() == 3 ? 4 : type.bytes();
  }
}

package dev.thimble.kernel.random;

import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Element;
import dev.thimble.testing.DeviceInfo;
import java.util.List;

/** This host as if it were a chip: plain arrays, natural alignment, everything costs one. */
public final class PlainBackend implements Backend {
  /** As large as it gets. */
  public static final Chip CHIP = new Chip("host", "host", 1 << 30, 1 << 30, 1_000_000_000);

  /** The same with hardly any memory. */
  private static final Chip POCKET = new Chip("pocket", "host", 64, 64, 1_000_000_000);

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public List<Chip> chips() {
    return List.of(CHIP, POCKET);
  }

  @Override
  public CTarget c(Chip chip) {
    return new CTarget() {
      @Override
      public List<String> preamble(String prefix) {
        return List.of();
      }

      @Override
      public String constant(String prefix) {
        return "static const";
      }

      @Override
      public String load(String prefix, Element element, String array, String index) {
        return array + "[" + index + "]";
      }
    };
  }

  @Override
  public CostTable costs(Chip chip) {
    return new UnitCosts();
  }

  @Override
  public DeviceInfo device(Chip chip, long clockHz) {
    return DeviceInfo.portable(chip.mcu());
  }
}

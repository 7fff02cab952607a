package dev.thimble.backend.avr;

import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.Driver;
import dev.thimble.backend.FarConstants;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.testing.DeviceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * AVRs where every constant is far, however small the model is, and where so many bytes of flash
 * lie before the code.
 */
record FarBackend(int filler) implements Backend {
  private static final AvrBackend AVR = new AvrBackend();

  @Override
  public String name() {
    return AVR.name();
  }

  @Override
  public List<Chip> chips() {
    return AVR.chips();
  }

  @Override
  public CTarget c(Chip chip) {
    return new Behind(AVR.c(chip), filler);
  }

  @Override
  public CostTable costs(Chip chip) {
    return AVR.costs(chip);
  }

  /** Nothing is near. */
  @Override
  public int constantBytes(Chip chip) {
    return 0;
  }

  @Override
  public int farConstantBytes(Chip chip) {
    return AVR.farConstantBytes(chip);
  }

  @Override
  public List<Claim> claims(Chip chip, Kernel kernel, Program program) {
    return AVR.claims(chip, kernel, program);
  }

  @Override
  public List<Claim> farClaims(Chip chip, Kernel kernel, Program program) {
    return AvrBackend.farClaims(chip, kernel, 0);
  }

  @Override
  public Optional<Driver> driver(
      Chip chip, List<Driver.Call> calls, Optional<Driver.Place> result) {
    return AVR.driver(chip, calls, result);
  }

  @Override
  public DeviceInfo device(Chip chip, long clockHz) {
    return AVR.device(chip, clockHz);
  }

  /** The same C behind a filler, which lies where the linker puts what must be low. */
  private record Behind(CTarget c, int filler) implements CTarget {
    @Override
    public List<String> preamble(String prefix) {
      List<String> lines = new ArrayList<>(c.preamble(prefix));
      lines.add("#if defined(__AVR__)");
      lines.add(
          "__asm__(\".pushsection .lowtext,\\\"a\\\",@progbits\\n.skip %d\\n.popsection\");"
              .formatted(filler));
      lines.add("#endif");
      return lines;
    }

    @Override
    public String constant(String prefix) {
      return c.constant(prefix);
    }

    @Override
    public String load(String prefix, Element element, String array, String index) {
      return c.load(prefix, element, array, index);
    }

    @Override
    public Optional<FarConstants> far() {
      return c.far();
    }

    @Override
    public String claimCondition() {
      return c.claimCondition();
    }

    @Override
    public String claimedFunction(String prefix) {
      return c.claimedFunction(prefix);
    }

    @Override
    public String claimedRun() {
      return c.claimedRun();
    }
  }
}

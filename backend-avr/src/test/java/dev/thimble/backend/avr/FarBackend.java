package dev.thimble.backend.avr;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.FarConstants;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * AVRs where every constant is far, however small the model is, and where so many bytes of flash
 * lie before the code.
 */
final class FarBackend extends WrappedAvr {
  private final int filler;

  FarBackend(int filler) {
    this.filler = filler;
  }

  @Override
  public CTarget c(Chip chip) {
    return new Behind(super.c(chip), filler);
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
  public List<Claim> farClaims(Chip chip, Kernel kernel) {
    return AvrBackend.farClaims(chip, kernel, 0);
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

package dev.thimble.plan;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Constants of claims, each once: functions that compute rows of one kernel, at the border of a
 * picture and inside, have the same weights in the same order.
 */
final class SharedConstants {
  private final Map<Content, Buffer> first = new LinkedHashMap<>();

  /** What makes two constants one. */
  private record Content(Element element, Buffer.Data data, boolean far) {}

  private SharedConstants() {}

  /** The claims, those of later functions without constants that an earlier one has. */
  static Map<String, Claim> once(Program program, Map<String, Claim> claims) {
    Set<String> parts = new LinkedHashSet<>();
    for (Kernel kernel : program.kernels()) {
      kernel.part().ifPresent(part -> parts.add(part.function().name()));
    }
    SharedConstants shared = new SharedConstants();
    Map<String, Claim> all = new LinkedHashMap<>(claims);
    parts.forEach(function -> all.computeIfPresent(function, (name, c) -> shared.claim(c)));
    return all;
  }

  private Claim claim(Claim claim) {
    Map<String, Buffer> elsewhere = new LinkedHashMap<>();
    List<Buffer> own = new ArrayList<>();
    for (Buffer constant : claim.constants()) {
      Content content =
          new Content(constant.element(), constant.data().orElseThrow(), constant.isFar());
      Buffer known = first.putIfAbsent(content, constant);
      if (known == null) {
        own.add(constant);
      } else {
        elsewhere.put(constant.name(), known);
      }
    }
    return new Claim(
        claim.summary(),
        own,
        claim.scratch(),
        claim.shared(),
        claim.interleaved(),
        claim.cost(),
        symbols -> claim.body().lines(new Elsewhere(symbols, elsewhere)));
  }

  /** Names of constants that another claim has. */
  private record Elsewhere(Claim.Symbols symbols, Map<String, Buffer> constants)
      implements Claim.Symbols {
    @Override
    public String array(Buffer buffer) {
      return symbols.array(buffer);
    }

    @Override
    public String constant(Buffer buffer) {
      return symbols.constant(constants.getOrDefault(buffer.name(), buffer));
    }

    @Override
    public String shared(String name) {
      return symbols.shared(name);
    }

    @Override
    public String macro() {
      return symbols.macro();
    }
  }
}

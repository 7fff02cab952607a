package dev.thimble.kernel.bands;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions that kernels of bands have in common. Most bands do the same with other rows; only
 * at the borders of a picture padding makes a difference.
 */
final class Functions {
  private final FreeNames names;
  private final Map<String, List<Kernel>> known = new HashMap<>();

  Functions(FreeNames names) {
    this.names = names;
  }

  /**
   * The kernel as a call of a function.
   *
   * @param kernel of one nest
   * @param roles the names of its arrays in the function
   * @param base what the function is named after
   * @param summary what it computes
   */
  Kernel call(Kernel kernel, Map<Buffer, String> roles, String base, String summary) {
    Nest nest = ((Stmt.Do) kernel.body()).nest();
    Map<Buffer, Placed> views = new LinkedHashMap<>();
    Map<String, Integer> offsets = new HashMap<>();
    List<Buffer> inputs = new ArrayList<>();
    for (Buffer input : kernel.inputs()) {
      Placed view = view(input, roles, Reach.read(nest, input).orElseThrow());
      views.put(input, view);
      inputs.add(view.array());
    }
    Buffer output = kernel.outputs().get(0);
    Placed written = view(output, roles, Reach.written(nest));
    views.put(output, written);
    views.forEach((array, view) -> offsets.put(array.name(), view.first()));
    Kernel function =
        new Kernel(
            base,
            kernel.step(),
            "",
            inputs,
            List.of(written.array()),
            kernel.constants(),
            List.of(),
            new Stmt.Do(Placed.in(nest, views)),
            kernel.macs());
    return kernel.with(new Kernel.Part(common(function, summary), offsets));
  }

  private static Placed view(Buffer array, Map<Buffer, String> roles, Interval part) {
    int length = Math.toIntExact(part.high() - part.low() + 1);
    String name = roles.getOrDefault(array, array.name());
    return new Placed(
        Buffer.arena(name, array.element(), length, array.range()), Math.toIntExact(part.low()));
  }

  /** One that is known already, or this. */
  private Kernel common(Kernel function, String summary) {
    List<Kernel> variants = known.computeIfAbsent(function.name(), name -> new ArrayList<>());
    for (Kernel variant : variants) {
      if (function.equals(named(variant, function.name(), ""))) {
        return variant;
      }
    }
    Kernel fresh = named(function, names.free(function.name() + "_part"), summary);
    variants.add(fresh);
    return fresh;
  }

  private static Kernel named(Kernel kernel, String name, String summary) {
    return new Kernel(
        name,
        kernel.step(),
        summary,
        kernel.inputs(),
        kernel.outputs(),
        kernel.constants(),
        kernel.scratch(),
        kernel.body(),
        kernel.macs());
  }
}

package dev.thimble.emit.c;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.Claim;
import dev.thimble.backend.FarConstants;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.emit.text.Names;
import dev.thimble.emit.text.StatementPrinter;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Kernels as functions, each with its constants. A claimed kernel is printed twice: as the backend
 * has it, and behind {@code #else} in portable C.
 */
final class KernelPrinter {
  private static final int WIDTH = 96;

  private final CNames names;
  private final CTarget target;
  private final Helpers helpers;
  private final CodeWriter out;

  /** Constants of portable C so far, with those that claims have beside them. */
  private final Set<String> constants = new HashSet<>();

  private final Set<String> besideClaims = new HashSet<>();

  KernelPrinter(CNames names, CTarget target, Helpers helpers, CodeWriter out) {
    this.names = names;
    this.target = target;
    this.helpers = helpers;
    this.out = out;
  }

  /**
   * Prints a kernel.
   *
   * @param far whether short addresses may not reach its constants
   */
  void print(Kernel kernel, Optional<Claim> claim, boolean far) {
    out.line("/* %s: %s */", kernel.name(), kernel.summary());
    Map<String, String> parameters = Names.parameters(kernel, names::isReserved);
    if (claim.isPresent()) {
      out.line("#if " + names.claimed());
      claimed(kernel, claim.get(), parameters);
      out.line("#else");
    }
    helpers.beside(claim.isPresent());
    for (Buffer constant : kernel.constants()) {
      once(far ? constant.far() : constant, claim.isPresent());
    }
    portable(kernel, parameters, claim.map(Claim::scratch).orElse(List.of()), far);
    if (claim.isPresent()) {
      out.line("#endif");
    }
    out.line("");
  }

  private void claimed(Kernel kernel, Claim claim, Map<String, String> parameters) {
    out.line("/* " + claim.summary() + " */");
    claim.constants().forEach(this::constant);
    out.wrapped(target.claimedFunction(names.macro()) + " void " + head(kernel, parameters));
    out.open("{");
    claim.body().lines(new ClaimNames(names, parameters)).forEach(out::line);
    out.close("}");
  }

  /** A function that claims share. */
  void shared(Claim.Shared shared) {
    shared.code().lines(new ClaimNames(names, Map.of())).forEach(out::line);
    out.line("");
  }

  private void portable(
      Kernel kernel, Map<String, String> parameters, List<Buffer> unused, boolean far) {
    out.line(names.macro() + "_STEP void " + head(kernel, parameters));
    out.open("{");
    CDialect dialect = new CDialect(names, target, helpers, far, parameters);
    new StatementPrinter(dialect, out).print(Expand.loops(kernel.body()));
    unused.forEach(scratch -> out.line("(void)" + parameters.get(scratch.name()) + ";"));
    out.close("}");
  }

  private String head(Kernel kernel, Map<String, String> parameters) {
    List<String> list = new ArrayList<>();
    for (Buffer buffer : Names.buffers(kernel)) {
      boolean written = kernel.outputs().contains(buffer) || kernel.scratch().contains(buffer);
      String type = CTypes.of(buffer.element());
      list.add((written ? "" : "const ") + type + " *" + parameters.get(buffer.name()));
    }
    return names.step(kernel.name()) + "(" + String.join(", ", list) + ")";
  }

  /** A constant of portable C, where no function before has brought it. */
  private void once(Buffer constant, boolean besideClaim) {
    boolean fresh = constants.add(constant.name());
    if (besideClaim) {
      if (fresh) {
        besideClaims.add(constant.name());
        constant(constant);
      }
    } else if (fresh) {
      constant(constant);
    } else if (besideClaims.remove(constant.name())) {
      out.line("#if " + names.claimed());
      constant(constant);
      out.line("#endif");
    }
  }

  void constant(Buffer constant) {
    String type = CTypes.of(constant.element());
    String name = names.constant(constant);
    int length = constant.bytes() / constant.element().bytes();
    if (constant.isFar()) {
      FarConstants far = target.far().orElseThrow();
      out.open(far.begin(names.macro(), type, name, length));
      numbers(constant, line -> out.line(far.numbers(names.macro(), constant.element(), line)));
      out.close(far.end(names.macro(), name)).line("");
      return;
    }
    out.open("%s %s %s[%d] = {".formatted(target.constant(names.macro()), type, name, length));
    numbers(constant, line -> out.line(line + ","));
    out.close("};").line("");
  }

  /** The numbers line by line, with commas between them. */
  private void numbers(Buffer constant, Consumer<String> lines) {
    StringBuilder line = new StringBuilder();
    boolean far = constant.isFar();
    for (long value : stored(constant)) {
      String number = far ? Long.toString(value) : CTypes.literal(value, constant.element());
      if (line.length() + number.length() + 2 > WIDTH) {
        lines.accept(line.substring(0, line.length() - 2));
        line.setLength(0);
      }
      line.append(number).append(", ");
    }
    lines.accept(line.substring(0, line.length() - 2));
  }

  /** The elements of the array in C: half bytes in pairs, the first in the lower half. */
  private static long[] stored(Buffer constant) {
    if (constant.element() != Element.I4) {
      return constant.values();
    }
    long[] pairs = new long[constant.bytes()];
    for (int i = 0; i < constant.length(); i++) {
      pairs[i / 2] |= (constant.values()[i] & 15) << (i % 2 * 4);
    }
    return pairs;
  }

  /** How claims speak of the file's names. */
  private record ClaimNames(CNames names, Map<String, String> parameters) implements Claim.Symbols {
    @Override
    public String array(Buffer buffer) {
      String name = parameters.get(buffer.name());
      if (name == null) {
        throw new IllegalArgumentException(buffer.name() + " is no array of this kernel");
      }
      return name;
    }

    @Override
    public String constant(Buffer buffer) {
      return names.constant(buffer);
    }

    @Override
    public String shared(String name) {
      return names.helper(name);
    }

    @Override
    public String macro() {
      return names.macro();
    }
  }
}

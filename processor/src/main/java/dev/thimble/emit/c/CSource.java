package dev.thimble.emit.c;

import dev.thimble.backend.CTarget;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.emit.text.Names;
import dev.thimble.emit.text.StatementPrinter;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Kernel;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The source file of a model: constants, one function a kernel, and the functions that the header
 * declares.
 */
public final class CSource {
  private final ModelOutline model;
  private final Plan plan;
  private final CNames names;
  private final Places places;
  private final Helpers helpers;

  private CSource(ModelOutline model, Plan plan) {
    this.model = model;
    this.plan = plan;
    this.names = CNames.of(model);
    this.places = new Places(plan);
    this.helpers = new Helpers(names);
  }

  /** The text of {@code digits.c}. */
  public static String text(ModelOutline model, Plan plan) {
    return new CSource(model, plan).print();
  }

  private String print() {
    CodeWriter kernels = new CodeWriter("  ");
    plan.program().kernels().forEach(kernel -> kernel(kernel, kernels));
    CodeWriter out = new CodeWriter("  ");
    head(out);
    helpers.print(out);
    return out + kernels.toString() + driver();
  }

  private void head(CodeWriter out) {
    out.line(
        "/* %s for %s: made by Thimble, do not edit.",
        model.name().binaryName(), plan.chip().mcu());
    for (ModelOutline.Provenance file : model.provenance()) {
      out.line(" * %s SHA-256 %s", file.file(), file.sha256());
    }
    out.line(" */");
    out.line("#include \"%s.h\"", names.prefix()).line("");
    plan.backend().c(plan.chip()).preamble(names.macro()).forEach(line -> out.line(line));
    out.line("");
    out.line("/* Tests see each step's result through this; it is nothing otherwise. */");
    out.line("#ifndef %s_TRACE", names.macro());
    out.line("#define %s_TRACE(step, data, bytes) ((void)0)", names.macro());
    out.line("#endif").line("");
    out.line("#if defined(__GNUC__)");
    out.line("#define %s_STEP static __attribute__((noinline))", names.macro());
    out.line("#else");
    out.line("#define %s_STEP static", names.macro());
    out.line("#endif").line("");
    out.line(
        "typedef char %s_ram_bytes_hold[sizeof(%s) == %s_RAM_BYTES ? 1 : -1];",
        names.prefix(), names.type(), names.macro());
    out.line("");
  }

  private void kernel(Kernel kernel, CodeWriter out) {
    out.line("/* %s: %s */", kernel.name(), kernel.summary());
    kernel.constants().forEach(constant -> constant(constant, out));
    Map<String, String> parameters = Names.parameters(kernel, names::isReserved);
    List<String> list = new ArrayList<>();
    for (Buffer buffer : Names.buffers(kernel)) {
      boolean written = kernel.outputs().contains(buffer) || kernel.scratch().contains(buffer);
      String type = CTypes.of(buffer.element());
      list.add((written ? "" : "const ") + type + " *" + parameters.get(buffer.name()));
    }
    out.line(
        "%s_STEP void %s(%s)", names.macro(), names.step(kernel.name()), String.join(", ", list));
    out.open("{");
    CDialect dialect = new CDialect(names, plan.backend().c(plan.chip()), helpers, parameters);
    new StatementPrinter(dialect, out).print(Expand.loops(kernel.body()));
    out.close("}").line("");
  }

  private void constant(Buffer constant, CodeWriter out) {
    String target = plan.backend().c(plan.chip()).constant(names.macro());
    out.open(
        "%s %s %s[%d] = {"
            .formatted(
                target,
                CTypes.of(constant.element()),
                names.constant(constant),
                constant.length()));
    StringBuilder line = new StringBuilder();
    for (long value : constant.values()) {
      String text = literal(value, constant.element());
      if (line.length() + text.length() + 2 > 96) {
        out.line(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(text).append(", ");
    }
    out.line(line.toString().stripTrailing());
    out.close("};").line("");
  }

  private static String literal(long value, Element type) {
    if (type == Element.I64) {
      return value == Long.MIN_VALUE ? "INT64_MIN" : "INT64_C(" + value + ")";
    }
    return value == Integer.MIN_VALUE ? "INT32_MIN" : Long.toString(value);
  }

  private String driver() {
    CodeWriter out = new CodeWriter("  ");
    init(out);
    String returns = "void";
    String result = "";
    if (model.decision().isPresent()) {
      ModelOutline.Decision decision = model.decision().get();
      returns = decision.labels().isEmpty() ? "int" : names.prefix() + "_" + decision.step() + "_t";
      result = "return (%s)*%s_%s(model);".formatted(returns, names.prefix(), decision.step());
    }
    out.line("%s %s_run(%s *model)", returns, names.prefix(), names.type());
    out.open("{");
    for (int i = 0; i < plan.program().kernels().size(); i++) {
      call(i, plan.program().kernels().get(i), out);
    }
    if (plan.program().kernels().isEmpty()) {
      out.line("(void)model;");
    }
    if (!result.isEmpty()) {
      out.line(result);
    }
    out.close("}");
    return out.toString();
  }

  private void init(CodeWriter out) {
    for (Buffer state : plan.program().states()) {
      state.initial().ifPresent(values -> constant(values, out));
    }
    out.line("void %s_init(%s *model)", names.prefix(), names.type());
    out.open("{");
    if (plan.program().states().isEmpty()) {
      out.line("(void)model; /* nothing is kept between inferences */");
    }
    for (Buffer state : plan.program().states()) {
      String array = places.elements(state, false);
      out.open("for (int i = 0; i < " + state.length() + "; i++) {");
      out.line("(%s)[i] = %s;", array, initial(state));
      out.close("}");
    }
    out.close("}").line("");
  }

  /** What element {@code i} of a state starts with. */
  private String initial(Buffer state) {
    CTarget target = plan.backend().c(plan.chip());
    String one = state.data().isPresent() ? literal(state.values()[0], state.element()) : "0";
    return state
        .initial()
        .map(all -> target.load(names.macro(), all.element(), names.constant(all), "i"))
        .orElse(one);
  }

  private void call(int index, Kernel kernel, CodeWriter out) {
    List<String> arguments = new ArrayList<>();
    for (Buffer buffer : Names.buffers(kernel)) {
      boolean written = kernel.outputs().contains(buffer) || kernel.scratch().contains(buffer);
      arguments.add(places.elements(buffer, !written));
    }
    out.wrapped(names.step(kernel.name()) + "(" + String.join(", ", arguments) + ");");
    Buffer output = kernel.outputs().get(0);
    out.line("%s_TRACE(%d, %s, %d);", names.macro(), index, places.bytes(output), output.bytes());
  }
}

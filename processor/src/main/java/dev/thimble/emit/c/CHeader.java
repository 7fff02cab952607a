package dev.thimble.emit.c;

import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.graph.Quantization;
import dev.thimble.kernel.Buffer;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The header of a model: all that its user needs to see. */
public final class CHeader {
  private final ModelOutline model;
  private final Plan plan;
  private final CNames names;
  private final Places places;
  private final CodeWriter out = new CodeWriter("  ");

  private CHeader(ModelOutline model, Plan plan) {
    this.model = model;
    this.plan = plan;
    this.names = CNames.of(model);
    this.places = new Places(plan);
  }

  /** The text of {@code digits.h}. */
  public static String text(ModelOutline model, Plan plan) {
    CHeader header = new CHeader(model, plan);
    header.print();
    return header.out.toString();
  }

  private void print() {
    String guard = names.macro() + "_H";
    banner();
    out.line("#ifndef " + guard).line("#define " + guard).line("");
    out.line("#include <stdint.h>").line("");
    out.line("#ifdef __cplusplus").line("extern \"C\" {").line("#endif").line("");
    sizes();
    decision();
    struct();
    accessors();
    functions();
    out.line("#ifdef __cplusplus").line("}").line("#endif").line("");
    out.line("#endif");
  }

  private void banner() {
    String p = names.prefix();
    out.line(
        "/* %s for %s: made by Thimble, do not edit.",
        model.name().binaryName(), plan.chip().mcu());
    out.line(" *");
    out.line(" *   static %s model;", names.type());
    out.line(" *   %s_init(&model);                      once", p);
    if (plan.program().stream().isPresent()) {
      out.line(" *   if (%s_push(&model, samples, count)) { ... }   as samples come", p);
      out.line(" * or, for each full input,");
    }
    for (ModelOutline.Port input : model.inputs()) {
      out.line(
          " *   ... write %s_%s_BYTES bytes to %s_%s(&model)",
          names.macro(), upper(input.step()), p, input.step());
    }
    out.line(
        " *   %s_run(&model);                       each time; the inputs may be overwritten", p);
    out.line(" *");
    out.line(
        " * Instances are independent of each other; one instance belongs to one thread at a"
            + " time.");
    out.line(" */");
  }

  private void sizes() {
    String macro = names.macro();
    out.line(
        "/* RAM of one instance; an inference needs up to %,d bytes of stack besides */",
        plan.stackBytes());
    out.line("#define %s_RAM_BYTES %d", macro, plan.structBytes());
    out.line("#define %s_STACK_BYTES %d", macro, plan.stackBytes());
    out.line(
        plan.keptBytes() == 0
            ? "/* nothing is kept between runs: models that run in turn may lie in one union */"
            : "/* what is kept between runs: no other model may lie in the same memory */");
    out.line("#define %s_KEPT_BYTES %d", macro, plan.keptBytes());
    out.line("");
    for (ModelOutline.Port port : ports()) {
      out.line(
          "/* %s: %s %s%s */",
          port.step(), shape(port), CTypes.of(buffer(port).element()), meaning(port));
      out.line("#define %s_%s_BYTES %d", macro, upper(port.step()), buffer(port).bytes());
      port.quantization().ifPresent(q -> scale(port, q));
    }
    out.line("");
  }

  private static String shape(ModelOutline.Port port) {
    return port.shape().rank() == 0 ? "one" : port.shape().toString();
  }

  private void scale(ModelOutline.Port port, Quantization q) {
    String start = "#define " + names.macro() + "_" + upper(port.step());
    if (q.perChannel()) {
      // Initialisers of arrays, which a sketch puts where it likes.
      out.line("%s_SCALES {%s}", start, list(q.scales(), s -> floatLiteral(s) + "f"));
      out.line("%s_ZERO_POINTS {%s}", start, list(q.zeroPoints(), String::valueOf));
      return;
    }
    out.line("%s_SCALE %sf", start, floatLiteral(q.scale()));
    out.line(
        "%s_ZERO_POINT %s", start, q.zeroPoint() < 0 ? "(" + q.zeroPoint() + ")" : q.zeroPoint());
  }

  private static <T> String list(List<T> values, Function<T, String> text) {
    return values.stream().map(text).collect(Collectors.joining(", "));
  }

  private static String floatLiteral(double value) {
    return Float.toString((float) value);
  }

  private String meaning(ModelOutline.Port port) {
    return port.quantization()
        .map(
            q ->
                q.perChannel()
                    ? ", real[i] = SCALES[i] * (integer[i] - ZERO_POINTS[i])"
                    : ", real = SCALE * (integer - ZERO_POINT)")
        .orElse("");
  }

  private List<ModelOutline.Port> ports() {
    List<ModelOutline.Port> ports = new ArrayList<>(model.inputs());
    ports.addAll(model.outputs());
    return ports;
  }

  private void decision() {
    model
        .decision()
        .filter(d -> !d.labels().isEmpty())
        .ifPresent(
            d -> {
              out.open("typedef enum {");
              for (int i = 0; i < d.labels().size(); i++) {
                String comma = i + 1 < d.labels().size() ? "," : "";
                out.line(
                    "%s_%s = %d%s /* %s */",
                    names.macro(), d.cConstants().get(i), i, comma, comment(d.labels().get(i)));
              }
              out.close("} " + decisionType(d) + ";").line("");
            });
  }

  private static String comment(String label) {
    return label.replace("*/", "* /").replaceAll("\\p{Cntrl}", " ");
  }

  private String decisionType(ModelOutline.Decision decision) {
    return decision.labels().isEmpty() ? "int" : names.prefix() + "_" + decision.step() + "_t";
  }

  /** The type that aligns the arena as its widest array needs. */
  private String unit() {
    return switch (plan.alignment()) {
      case 1 -> "int8_t";
      case 2 -> "int16_t";
      case 3, 4 -> "int32_t";
      default -> "int64_t";
    };
  }

  private void struct() {
    out.line("/* One instance: all of its RAM. The members are private. */");
    out.open("typedef struct {");
    if (places.isAligned()) {
      out.open("union {");
      out.line("int8_t bytes[%d];", plan.structBytes());
      out.line("%s align;", unit());
      out.close("} arena;");
    } else {
      out.line("int8_t arena[%d];", plan.structBytes());
    }
    out.close("} " + names.type() + ";").line("");
  }

  private void accessors() {
    for (ModelOutline.Port input : model.inputs()) {
      out.line("/* where %s is written before a run */", input.step());
      accessor(input, "");
    }
    for (ModelOutline.Port output : model.outputs()) {
      if (model.inputs().stream().noneMatch(i -> i.step().equals(output.step()))) {
        out.line("/* where %s stands after a run, until the next one */", output.step());
        accessor(output, "const ");
      }
    }
  }

  private void accessor(ModelOutline.Port port, String qualifier) {
    Buffer buffer = buffer(port);
    String type = CTypes.of(buffer.element());
    out.line(
        "static inline %s%s *%s_%s(%s%s *model)",
        qualifier, type, names.prefix(), port.step(), qualifier, names.type());
    out.open("{");
    out.line("return " + places.elements(buffer, !qualifier.isEmpty()) + ";");
    out.close("}").line("");
  }

  private void functions() {
    out.line("/* Puts an instance into its initial state. */");
    out.line("void %s_init(%s *model);", names.prefix(), names.type()).line("");
    String returns = model.decision().map(this::decisionType).orElse("void");
    out.line(
        model.decision().isPresent()
            ? "/* One inference; returns the decision. */"
            : "/* One inference. */");
    out.line("%s %s_run(%s *model);", returns, names.prefix(), names.type()).line("");
    plan.program().stream().ifPresent(stream -> push(stream.input().length()));
  }

  private void push(int length) {
    out.line("/* Takes samples as they come, so many or so few as there are, channels in turn;");
    out.line(
        "   every %d make a run. Returns 1 if a run brought new outputs, else 0. To be", length);
    out.line("   called from one place: an interrupt or DMA fills one half of a buffer while");
    out.line("   the main loop pushes the other half. */");
    out.line(
        "int %s_push(%s *model, const int16_t *samples, int count);", names.prefix(), names.type());
    out.line("");
  }

  private Buffer buffer(ModelOutline.Port port) {
    return plan.program().buffer(port.value());
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}

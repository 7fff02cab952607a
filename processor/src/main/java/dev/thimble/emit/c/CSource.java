package dev.thimble.emit.c;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.Driver;
import dev.thimble.backend.FarConstants;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.emit.text.Names;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
    KernelPrinter printer = printer(kernels);
    for (Kernel kernel : plan.functions()) {
      printer.print(kernel, plan.claim(kernel), plan.far().contains(kernel.name()));
    }
    CodeWriter out = new CodeWriter("  ");
    head(out);
    shared(out);
    helpers.print(out);
    return out + kernels.toString() + driver();
  }

  private KernelPrinter printer(CodeWriter out) {
    return new KernelPrinter(names, plan.backend().c(plan.chip()), helpers, out);
  }

  /** What chooses between a claim and portable C, and the functions that claims call. */
  private void shared(CodeWriter out) {
    if (plan.claims().isEmpty() && plan.run().isEmpty() && !helpers.hasChipsOwn()) {
      return;
    }
    String condition = plan.backend().c(plan.chip()).claimCondition();
    out.line(
        "/* Steps in this chip's own code; -D%s_PORTABLE takes the C of the same", names.macro());
    out.line("   steps instead, as every other compiler does. */");
    out.line("#if %s && !defined(%s_PORTABLE)", condition, names.macro());
    out.line("#define %s 1", names.claimed());
    out.line("#else");
    out.line("#define %s 0", names.claimed());
    out.line("#endif").line("");
    if (!plan.shared().isEmpty()) {
      out.line("#if " + names.claimed());
      plan.shared().forEach(printer(out)::shared);
      out.line("#endif").line("");
    }
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
    if (!plan.far().isEmpty()) {
      FarConstants far = plan.backend().c(plan.chip()).far().orElseThrow();
      far.preamble(names.macro()).forEach(line -> out.line(line));
    }
    out.line("");
    out.line("/* Tests see each step's result through this; it is nothing otherwise. */");
    out.line("#ifndef %s_TRACE", names.macro());
    out.line("#define %s_TRACE(step, data, bytes) ((void)0)", names.macro());
    if (plan.run().isPresent()) {
      out.line("#define %s_TRACED 0", names.macro());
      out.line("#else");
      out.line("#define %s_TRACED 1", names.macro());
    }
    out.line("#endif").line("");
    out.line("#if defined(__GNUC__)");
    String code = code();
    out.line("#define %s_STEP %sstatic __attribute__((noinline))", names.macro(), code);
    out.line("#else");
    out.line("#define %s_STEP %sstatic", names.macro(), code);
    out.line("#endif").line("");
    out.line(
        "typedef char %s_ram_bytes_hold[sizeof(%s) == %s_RAM_BYTES ? 1 : -1];",
        names.prefix(), names.type(), names.macro());
    out.line("");
  }

  /** What stands before a function. */
  private String code() {
    return plan.backend().c(plan.chip()).code(names.macro());
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
    forget(out);
    String head = "%s%s %s_run(%s *model)".formatted(code(), returns, names.prefix(), names.type());
    String type = model.decision().isPresent() ? returns : "";
    plan.run().ifPresent(run -> claimed(run, head, type, out));
    run(head, result, out);
    if (plan.run().isPresent()) {
      out.line("#endif");
    }
    plan.program().stream().ifPresent(stream -> push(stream, out));
    return out.toString();
  }

  /** Addresses of many parts would fill registers and the stack. */
  private void forget(CodeWriter out) {
    if (plan.program().kernels().stream().allMatch(kernel -> kernel.part().isEmpty())) {
      return;
    }
    out.line("/* Addresses of parts of arrays are computed anew for each call, not kept. */");
    out.line("#if defined(__GNUC__)");
    out.line("#define %s_FORGET(address) __asm__(\"\" : \"+r\"(address))", names.macro());
    out.line("#else");
    out.line("#define %s_FORGET(address) ((void)0)", names.macro());
    out.line("#endif").line("");
  }

  /** The backend's own code for the run; a trace wants to look between the steps. */
  private void claimed(Driver run, String head, String type, CodeWriter out) {
    out.line("#if %s && !%s_TRACED", names.claimed(), names.macro());
    String before = plan.backend().c(plan.chip()).claimedRun();
    out.line(before.isEmpty() ? head : before + " " + head);
    out.open("{");
    run.body().lines("model", type, names::step).forEach(out::line);
    out.close("}");
    out.line("#else");
  }

  private void run(String head, String result, CodeWriter out) {
    out.line(head);
    out.open("{");
    List<Kernel> kernels = plan.program().kernels();
    List<Buffer> open = List.of();
    for (int i = 0; i < kernels.size(); i++) {
      List<Buffer> when = kernels.get(i).when();
      if (!when.equals(open)) {
        if (!open.isEmpty()) {
          out.close("}");
        }
        if (!when.isEmpty()) {
          out.open("if (" + allSet(when) + ") {");
        }
        open = when;
      }
      call(i, kernels.get(i), out);
    }
    if (!open.isEmpty()) {
      out.close("}");
    }
    if (plan.program().kernels().isEmpty()) {
      out.line("(void)model;");
    }
    if (!result.isEmpty()) {
      out.line(result);
    }
    out.close("}");
  }

  private String allSet(List<Buffer> flags) {
    return flags.stream()
        .map(flag -> "*" + places.elements(flag, true) + " != 0")
        .collect(Collectors.joining(" && "));
  }

  private void push(Program.Stream stream, CodeWriter out) {
    String p = names.prefix();
    List<Buffer> flags = plan.program().fresh();
    out.line("");
    out.line(
        "%sint %s_push(%s *model, const int16_t *samples, int count)", code(), p, names.type());
    out.open("{");
    out.line("int16_t *input = %s;", places.elements(stream.input(), false));
    out.line("int16_t *filled = %s;", places.elements(stream.filled(), false));
    out.line("int fresh = 0;");
    out.open("for (int i = 0; i < count; i++) {");
    out.line("input[(*filled)++] = samples[i];");
    out.open("if (*filled == " + stream.input().length() + ") {");
    out.line("*filled = 0;");
    out.line("(void)%s_run(model);", p);
    if (flags.isEmpty()) {
      out.line("fresh = 1;");
    } else {
      out.open("if (" + allSet(flags) + ") {");
      out.line("fresh = 1;");
      out.close("}");
    }
    out.close("}");
    out.close("}");
    out.line("return fresh;");
    out.close("}");
  }

  private void init(CodeWriter out) {
    for (Buffer state : plan.program().states()) {
      state.initial().ifPresent(printer(out)::constant);
    }
    out.line("%svoid %s_init(%s *model)", code(), names.prefix(), names.type());
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
    plan.program().stream()
        .filter(stream -> stream.lead() > 0)
        .ifPresent(
            stream -> {
              out.open("for (int i = 0; i < " + stream.lead() + "; i++) {");
              out.line("(%s)[i] = 0;", places.elements(stream.input(), false));
              out.close("}");
            });
    out.close("}").line("");
  }

  /** What element {@code i} of a state starts with. */
  private String initial(Buffer state) {
    CTarget target = plan.backend().c(plan.chip());
    String one =
        state.data().isPresent() ? CTypes.literal(state.values()[0], state.element()) : "0";
    return state
        .initial()
        .map(all -> target.load(names.macro(), all.element(), names.constant(all), "i"))
        .orElse(one);
  }

  private void call(int index, Kernel kernel, CodeWriter out) {
    List<String> arguments = new ArrayList<>();
    for (Buffer buffer : Names.buffers(kernel)) {
      boolean written = kernel.outputs().contains(buffer) || kernel.scratch().contains(buffer);
      arguments.add(places.elements(buffer, kernel.offset(buffer), !written));
    }
    if (kernel.part().isPresent()) {
      out.line("%s_FORGET(model);", names.macro());
    }
    out.wrapped(names.step(kernel.function().name()) + "(" + String.join(", ", arguments) + ");");
    Buffer output = kernel.outputs().get(0);
    if (plan.program().completes(kernel)) {
      out.line("%s_TRACE(%d, %s, %d);", names.macro(), index, places.bytes(output), output.bytes());
    }
  }
}

package dev.thimble.emit.c;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.Driver;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.emit.text.Names;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The functions that the header declares: what an instance begins with, a run, taking samples.
 * Where the backend has code of its own for one, portable C stands beside it.
 */
final class AroundPrinter {
  private final ModelOutline model;
  private final Plan plan;
  private final CNames names;
  private final Places places;
  private final KernelPrinter constants;
  private final CodeWriter out;

  AroundPrinter(ModelOutline model, Plan plan, KernelPrinter constants, CodeWriter out) {
    this.model = model;
    this.plan = plan;
    this.names = CNames.of(model);
    this.places = new Places(plan);
    this.constants = constants;
    this.out = out;
  }

  void print() {
    start();
    String returns = "void";
    String result = "";
    if (model.decision().isPresent()) {
      ModelOutline.Decision decision = model.decision().get();
      returns = decision.labels().isEmpty() ? "int" : names.prefix() + "_" + decision.step() + "_t";
      result = "return (%s)*%s_%s(model);".formatted(returns, names.prefix(), decision.step());
    }
    forget();
    String head = "%s%s %s_run(%s *model)".formatted(code(), returns, names.prefix(), names.type());
    String type = model.decision().isPresent() ? returns : "";
    String last = result;
    // A trace wants to look between the steps.
    String condition = " && !%s_TRACED".formatted(names.macro());
    beside(plan.around().run(), condition, head, type, names::step, () -> run(last));
    plan.program().stream().ifPresent(this::push);
  }

  /** What stands before a function. */
  private String code() {
    return plan.backend().c(plan.chip()).code(names.macro());
  }

  /** Addresses of many parts would fill registers and the stack. */
  private void forget() {
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

  /** A function in the backend's own code, if it has some, and in portable C. */
  private void beside(
      Optional<Driver> own,
      String condition,
      String head,
      String type,
      UnaryOperator<String> called,
      Runnable portable) {
    if (own.isPresent()) {
      out.line("#if " + names.claimed() + condition);
      String before = plan.backend().c(plan.chip()).claimedRun();
      out.line(before.isEmpty() ? head : before + " " + head);
      out.open("{");
      own.get().body().lines("model", type, called).forEach(out::line);
      out.close("}");
      out.line("#else");
    }
    out.line(head);
    out.open("{");
    portable.run();
    out.close("}");
    if (own.isPresent()) {
      out.line("#endif");
    }
  }

  /** The table of a state. */
  private String table(String name) {
    return plan.program().states().stream()
        .flatMap(state -> state.initial().stream())
        .filter(table -> table.name().equals(name))
        .map(names::constant)
        .findFirst()
        .orElseThrow();
  }

  private void run(String result) {
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
      call(i, kernels.get(i));
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
  }

  private String allSet(List<Buffer> flags) {
    return flags.stream()
        .map(flag -> "*" + places.elements(flag, true) + " != 0")
        .collect(Collectors.joining(" && "));
  }

  private void push(Program.Stream stream) {
    String head =
        "%sint %s_push(%s *model, const int16_t *samples, int count)"
            .formatted(code(), names.prefix(), names.type());
    out.line("");
    beside(
        plan.around().push(),
        "",
        head,
        "int",
        name -> names.prefix() + "_" + name,
        () -> take(stream));
  }

  private void take(Program.Stream stream) {
    List<Buffer> flags = plan.program().fresh();
    out.line("int16_t *input = %s;", places.elements(stream.input(), false));
    out.line("int16_t *filled = %s;", places.elements(stream.filled(), false));
    out.line("int fresh = 0;");
    out.open("for (int i = 0; i < count; i++) {");
    out.line("input[(*filled)++] = samples[i];");
    out.open("if (*filled == " + stream.input().length() + ") {");
    out.line("*filled = 0;");
    out.line("(void)%s_run(model);", names.prefix());
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
  }

  private void start() {
    for (Buffer state : plan.program().states()) {
      state.initial().ifPresent(constants::constant);
    }
    String head = "%svoid %s_init(%s *model)".formatted(code(), names.prefix(), names.type());
    beside(plan.around().start(), "", head, "", this::table, this::fill);
    out.line("");
  }

  private void fill() {
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

  private void call(int index, Kernel kernel) {
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

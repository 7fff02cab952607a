package dev.thimble.emit.c;

import dev.thimble.backend.FarConstants;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.kernel.Kernel;
import dev.thimble.plan.Plan;

/**
 * The source file of a model: constants, one function a kernel, and the functions that the header
 * declares.
 */
public final class CSource {
  private final ModelOutline model;
  private final Plan plan;
  private final CNames names;
  private final Helpers helpers;

  private CSource(ModelOutline model, Plan plan) {
    this.model = model;
    this.plan = plan;
    this.names = CNames.of(model);
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
    CodeWriter around = new CodeWriter("  ");
    new AroundPrinter(model, plan, printer(around), around).print();
    return out + kernels.toString() + around;
  }

  private KernelPrinter printer(CodeWriter out) {
    return new KernelPrinter(names, plan.backend().c(plan.chip()), helpers, out);
  }

  /** What chooses between a claim and portable C, and the functions that claims call. */
  private void shared(CodeWriter out) {
    if (plan.claims().isEmpty() && plan.around().isEmpty() && !helpers.hasChipsOwn()) {
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
    if (plan.around().run().isPresent()) {
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
}

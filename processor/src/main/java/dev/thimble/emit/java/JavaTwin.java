package dev.thimble.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.thimble.HostTwin;
import dev.thimble.TwinBytes;
import dev.thimble.TwinConstants;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.text.Names;
import dev.thimble.graph.Quantization;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * The host twin of a model: the same kernels as the chip's C, in Java, and a file with its
 * constants.
 */
public final class JavaTwin {
  private final ModelOutline model;
  private final Program program;
  private final ClassName name;
  private final TwinNames names;

  private final TwinKernels kernels;
  private final byte[] constants;

  /** The twin of a model. */
  public JavaTwin(ModelOutline model, Program program) {
    this.model = model;
    this.program = program;
    this.name = ClassName.get(model.name().packageName(), model.name().twin());
    this.names = new TwinNames(model, program);
    this.kernels = new TwinKernels(program);
    this.constants = kernels.file();
  }

  /** The content of the file that {@link #constantsPath()} names; empty if there is none. */
  public byte[] constants() {
    return constants.clone();
  }

  /** Where the constants belong, from the root of the class path. */
  public String constantsPath() {
    return model.name().resourceFolder() + "/" + TwinConstants.FILE_NAME;
  }

  /** The source of {@code DigitsModel}. */
  public String source() {
    return file().toString();
  }

  private JavaFile file() {
    TypeSpec.Builder type = TypeSpec.classBuilder(name).addModifiers(Modifier.FINAL);
    if (model.isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    type.addJavadoc(
        "Host twin of {@code $L}: gives the same integers as the C that was generated for the"
            + " chip.\n\n"
            + "<p>An instance belongs to one thread at a time; instances are independent.\n",
        model.name().binaryName());
    provenance(type);
    for (Buffer buffer : program.arrays()) {
      type.addField(
          FieldSpec.builder(JavaTypes.array(buffer.element()), names.field(buffer))
              .addModifiers(Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new $T[$L]", JavaTypes.element(buffer.element()), buffer.length())
              .build());
    }
    model.inputs().forEach(input -> quantizing(type, input));
    for (ModelOutline.Step step : model.steps()) {
      step(type, step);
    }
    TwinRuns runs = new TwinRuns(model, program, names);
    type.addMethods(runs.methods());
    if (!program.states().isEmpty()) {
      type.addMethod(constructor());
    }
    type.addMethod(reset()).addMethod(run()).addMethod(hostTwin());
    model.decision().filter(d -> !d.labels().isEmpty()).ifPresent(d -> type.addType(labels(d)));
    type.addType(kernels.kernels());
    if (!program.constants().isEmpty()) {
      type.addType(kernels.constants(name, constantsPath(), constants));
    }
    return JavaFile.builder(name.packageName(), type.build())
        .skipJavaLangImports(true)
        .addFileComment("Made by Thimble, do not edit.")
        .build();
  }

  private void provenance(TypeSpec.Builder type) {
    List<CodeBlock> files = new ArrayList<>();
    for (ModelOutline.Provenance file : model.provenance()) {
      files.add(CodeBlock.of("$S", file.file() + " " + file.sha256()));
    }
    type.addField(
        FieldSpec.builder(String[].class, "MADE_FROM")
            .addJavadoc("The files that this was made from, each with its SHA-256.\n")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("{$L}", CodeBlock.join(files, ",\n"))
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("madeFrom")
            .addModifiers(visibility())
            .addModifiers(Modifier.STATIC)
            .addJavadoc(
                "The files that this was made from, each with its SHA-256 behind a blank.\n")
            .returns(String[].class)
            .addStatement("return MADE_FROM.clone()")
            .build());
  }

  private Modifier[] visibility() {
    return model.isPublic() ? new Modifier[] {Modifier.PUBLIC} : new Modifier[0];
  }

  private Buffer buffer(ModelOutline.Port port) {
    return program.buffer(port.value());
  }

  /** From reals to the integers of an input, where they stand for reals. */
  private void quantizing(TypeSpec.Builder type, ModelOutline.Port input) {
    if (input.quantization().isEmpty()) {
      return;
    }
    Quantization q = input.quantization().get();
    Buffer buffer = buffer(input);
    TypeName element = JavaTypes.element(buffer.element());
    CodeBlock scale = CodeBlock.of("$L", q.scale());
    CodeBlock zero = CodeBlock.of("$L", q.zeroPoint());
    if (q.perChannel()) {
      scale = FeatureTables.scales(type, input.step(), q);
      zero = FeatureTables.zeroPoints(type, input.step(), q);
    }
    type.addMethod(
        MethodSpec.methodBuilder(input.step())
            .addModifiers(visibility())
            .addModifiers(Modifier.STATIC)
            .addJavadoc(
                "The integers that stand for $L reals, {@code integer = real / $L + $L} rounded.\n",
                input.shape(),
                scale,
                zero)
            .returns(JavaTypes.array(buffer.element()))
            .addParameter(float[].class, "reals")
            .addStatement(
                "$T integers = new $T[reals.length]", JavaTypes.array(buffer.element()), element)
            .beginControlFlow("for (int i = 0; i < reals.length; i++)")
            .addStatement(
                "integers[i] = $L$T.quantize(reals[i], $L, $L, $L, $L)",
                buffer.element().bits() < Integer.SIZE ? CodeBlock.of("($T) ", element) : "",
                TwinBytes.class,
                scale,
                zero,
                Math.max(buffer.element().range().low(), Integer.MIN_VALUE),
                Math.min(buffer.element().range().high(), Integer.MAX_VALUE))
            .endControlFlow()
            .addStatement("return integers")
            .build());
  }

  private void step(TypeSpec.Builder type, ModelOutline.Step step) {
    Buffer result = buffer(step.result());
    boolean decision = model.decision().filter(d -> d.step().equals(step.name())).isPresent();
    MethodSpec.Builder last =
        MethodSpec.methodBuilder(step.name())
            .addModifiers(visibility())
            .addJavadoc(
                "What the last run left in {@code $L}: $L.\n", step.name(), step.result().shape());
    if (decision && result.length() == 1) {
      last.returns(TypeName.INT).addStatement("return $N[0]", names.field(result));
    } else {
      last.returns(JavaTypes.array(result.element()))
          .addStatement("return $N.clone()", names.field(result));
    }
    type.addMethod(last.build());
    if (!step.reads().isEmpty()) {
      type.addMethod(alone(step));
    }
  }

  /** The step alone, on results given from outside. */
  private MethodSpec alone(ModelOutline.Step step) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(step.name())
            .addModifiers(visibility())
            .addJavadoc("The step {@code $L} ($L) alone.\n", step.name(), step.annotation());
    Buffer result = buffer(step.result());
    method.returns(JavaTypes.array(result.element()));
    Set<String> seen = new LinkedHashSet<>();
    for (String read : step.reads()) {
      ModelOutline.Port port = port(read);
      if (seen.add(read)) {
        String argument = TwinNames.argument(read);
        method.addParameter(
            ParameterSpec.builder(JavaTypes.array(buffer(port).element()), argument).build());
        TwinRuns.copyIn(method, names.field(buffer(port)), argument);
      }
    }
    for (Kernel kernel : program.kernels()) {
      if (step.kernels().contains(kernel.name())) {
        method.addStatement(call(kernel));
      }
    }
    return method.addStatement("return $N.clone()", names.field(result)).build();
  }

  private ModelOutline.Port port(String step) {
    return model.steps().stream()
        .filter(s -> s.name().equals(step))
        .map(ModelOutline.Step::result)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no step " + step));
  }

  private CodeBlock call(Kernel kernel) {
    List<String> arguments = Names.buffers(kernel).stream().map(names::field).toList();
    return CodeBlock.of("Kernels.$N($L)", kernel.name(), String.join(", ", arguments));
  }

  private MethodSpec run() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("runKernels").addModifiers(Modifier.PRIVATE);
    for (Kernel kernel : program.kernels()) {
      if (kernel.when().isEmpty()) {
        method.addStatement(call(kernel));
      } else {
        method.beginControlFlow("if ($L)", names.allSet(kernel.when()));
        method.addStatement(call(kernel)).endControlFlow();
      }
    }
    return method.build();
  }

  private MethodSpec constructor() {
    return MethodSpec.constructorBuilder()
        .addModifiers(visibility())
        .addJavadoc("An instance in its initial state.\n")
        .addStatement("reset()")
        .build();
  }

  private MethodSpec reset() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("reset")
            .addModifiers(visibility())
            .addJavadoc("Puts this instance into its initial state.\n");
    for (Buffer state : program.states()) {
      method.addStatement(reset(state));
    }
    program.stream()
        .ifPresent(
            stream ->
                method.addStatement(
                    "$T.fill($N, ($T) 0)",
                    Arrays.class,
                    names.field(stream.input()),
                    JavaTypes.element(stream.input().element())));
    return method.build();
  }

  private CodeBlock reset(Buffer state) {
    String field = names.field(state);
    if (state.initial().isPresent()) {
      String initial = kernels.name(state.initial().get());
      return CodeBlock.of(
          "$T.arraycopy($L, 0, $N, 0, $L)", System.class, initial, field, state.length());
    }
    long value = state.data().isPresent() ? state.values()[0] : 0;
    String literal = value + (state.element() == Element.I64 ? "L" : "");
    TypeName type = JavaTypes.element(state.element());
    return CodeBlock.of("$T.fill($N, ($T) $L)", Arrays.class, field, type, literal);
  }

  private MethodSpec hostTwin() {
    TypeSpec.Builder twin = TypeSpec.anonymousClassBuilder("").addSuperinterface(HostTwin.class);
    twin.addMethod(override("reset").addStatement("$N.this.reset()", name.simpleName()).build());
    MethodSpec.Builder infer =
        override("infer").addParameter(byte[].class, "inputs").addStatement("int at = 0");
    for (Buffer input : program.inputs()) {
      infer.addStatement("at = $T.read(inputs, at, $N)", TwinBytes.class, names.field(input));
    }
    twin.addMethod(infer.addStatement("runKernels()").build());
    List<String> outputs = program.outputs().stream().map(names::field).toList();
    twin.addMethod(
        override("outputs")
            .returns(byte[].class)
            .addStatement("return $T.write($L)", TwinBytes.class, String.join(", ", outputs))
            .build());
    MethodSpec.Builder result =
        override("result").returns(byte[].class).addParameter(int.class, "kernel");
    List<String> results = program.kernels().stream().map(this::result).toList();
    result.addStatement("Object[] results = {$L}", String.join(", ", results));
    twin.addMethod(
        result.addStatement("return $T.write(results[kernel])", TwinBytes.class).build());
    return MethodSpec.methodBuilder("hostTwin")
        .addModifiers(visibility())
        .addJavadoc("This instance seen as bytes, for tests and tools.\n")
        .returns(HostTwin.class)
        .addStatement("return $L", twin.build())
        .build();
  }

  /** What a kernel left; nothing where it did not run, or others write more of it. */
  private String result(Kernel kernel) {
    if (!program.completes(kernel)) {
      return "new byte[0]";
    }
    String array = names.field(kernel.outputs().get(0));
    return kernel.when().isEmpty()
        ? array
        : names.allSet(kernel.when()) + " ? " + array + " : new byte[0]";
  }

  private static MethodSpec.Builder override(String method) {
    return MethodSpec.methodBuilder(method)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  private TypeSpec labels(ModelOutline.Decision decision) {
    TypeSpec.Builder type =
        TypeSpec.enumBuilder(TwinRuns.enumName(decision))
            .addModifiers(visibility())
            .addJavadoc("What {@code $L} can be.\n", decision.step());
    for (int i = 0; i < decision.labels().size(); i++) {
      type.addEnumConstant(
          decision.javaConstants().get(i),
          TypeSpec.anonymousClassBuilder("$S", decision.labels().get(i)).build());
    }
    return type.addField(String.class, "label", Modifier.PRIVATE, Modifier.FINAL)
        .addMethod(
            MethodSpec.constructorBuilder()
                .addParameter(String.class, "label")
                .addStatement("this.label = label")
                .build())
        .addMethod(
            MethodSpec.methodBuilder("label")
                .addModifiers(visibility())
                .addJavadoc("The label as it was declared.\n")
                .returns(String.class)
                .addStatement("return label")
                .build())
        .build();
  }
}

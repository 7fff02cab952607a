package dev.thimble.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.thimble.TwinBytes;
import dev.thimble.emit.ModelOutline;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;

/**
 * The methods of a twin that run the whole pipeline: on integers, and on reals where inputs stand
 * for reals.
 */
final class TwinRuns {
  private final ModelOutline model;
  private final Program program;
  private final TwinNames names;

  TwinRuns(ModelOutline model, Program program, TwinNames names) {
    this.model = model;
    this.program = program;
    this.names = names;
  }

  /** The enum of a decision's labels: {@code Digit} for the step {@code digit}. */
  static String enumName(ModelOutline.Decision decision) {
    String step = decision.step();
    String name = step.substring(0, 1).toUpperCase(Locale.ROOT) + step.substring(1);
    return List.of("Kernels", "Constants", "String", "Object", "Override").contains(name)
        ? name + "Label"
        : name;
  }

  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>();
    methods.add(integers());
    boolean reals =
        !model.inputs().isEmpty()
            && model.inputs().stream().allMatch(input -> input.quantization().isPresent());
    if (reals) {
      methods.add(reals());
    }
    program.stream().ifPresent(stream -> methods.add(push(stream)));
    return methods;
  }

  private String verb() {
    return model.decision().isPresent() ? "classify" : "run";
  }

  private MethodSpec.Builder method(String what) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(verb()).addJavadoc("One inference on $L.\n", what);
    return model.isPublic() ? method.addModifiers(Modifier.PUBLIC) : method;
  }

  private MethodSpec integers() {
    MethodSpec.Builder method = method("integers");
    for (ModelOutline.Port input : model.inputs()) {
      Buffer buffer = program.buffer(input.value());
      String argument = TwinNames.argument(input.step());
      method.addParameter(JavaTypes.array(buffer.element()), argument);
      copyIn(method, names.field(buffer), argument);
    }
    method.addStatement("runKernels()");
    return result(method).build();
  }

  private MethodSpec push(Program.Stream stream) {
    String input = names.field(stream.input());
    String filled = names.field(stream.filled());
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("push")
            .addJavadoc(
                "Takes samples as they come, channels in turn; every $L make a run.\n\n"
                    + "@return whether a run brought new outputs\n",
                stream.input().length())
            .returns(TypeName.BOOLEAN)
            .addParameter(short[].class, "samples")
            .varargs()
            .addStatement("boolean fresh = false")
            .beginControlFlow("for (short sample : samples)")
            .addStatement("$N[$N[0]++] = sample", input, filled)
            .beginControlFlow("if ($N[0] == $L)", filled, stream.input().length())
            .addStatement("$N[0] = 0", filled)
            .addStatement("runKernels()");
    List<Buffer> flags = program.fresh();
    if (flags.isEmpty()) {
      method.addStatement("fresh = true");
    } else {
      method.addStatement("fresh |= $L", names.allSet(flags));
    }
    method.endControlFlow().endControlFlow().addStatement("return fresh");
    return model.isPublic() ? method.addModifiers(Modifier.PUBLIC).build() : method.build();
  }

  private MethodSpec reals() {
    MethodSpec.Builder method = method("reals, which are quantised first");
    List<String> arguments = new ArrayList<>();
    for (ModelOutline.Port input : model.inputs()) {
      method.addParameter(float[].class, input.step() + "Reals");
      arguments.add(input.step() + "(" + input.step() + "Reals)");
    }
    String call = resultType().equals(TypeName.VOID) ? "$L($L)" : "return $L($L)";
    return method
        .returns(resultType())
        .addStatement(call, verb(), String.join(", ", arguments))
        .build();
  }

  /** Copies an argument into an array after its length was checked. */
  static void copyIn(MethodSpec.Builder method, String field, String argument) {
    method.addStatement("$T.copy($N, $N)", TwinBytes.class, argument, field);
  }

  private TypeName resultType() {
    if (model.decision().isPresent()) {
      ModelOutline.Decision decision = model.decision().get();
      return decision.labels().isEmpty() ? TypeName.INT : ClassName.get("", enumName(decision));
    }
    return model.outputs().size() == 1
        ? JavaTypes.array(program.buffer(model.outputs().get(0).value()).element())
        : TypeName.VOID;
  }

  private MethodSpec.Builder result(MethodSpec.Builder method) {
    method.returns(resultType());
    if (model.decision().isPresent()) {
      ModelOutline.Decision decision = model.decision().get();
      // Of several classes the first one is the decision.
      String first = program.buffer(decision.step()).length() > 1 ? "[0]" : "";
      return decision.labels().isEmpty()
          ? method.addStatement("return $N()$L", decision.step(), first)
          : method.addStatement(
              "return $N.values()[$N()$L]", enumName(decision), decision.step(), first);
    } else if (model.outputs().size() == 1) {
      return method.addStatement("return $N()", model.outputs().get(0).step());
    }
    return method;
  }
}

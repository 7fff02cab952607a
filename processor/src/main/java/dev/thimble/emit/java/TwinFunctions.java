package dev.thimble.emit.java;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The functions that kernels of a twin call. None is overloaded, for javac would resolve each call
 * anew.
 */
final class TwinFunctions {
  private TwinFunctions() {}

  static List<MethodSpec> all() {
    List<MethodSpec> functions = new ArrayList<>();
    functions.add(
        scale(
            "scale32", TypeName.INT, "return (value * multiplier + (1 << (shift - 1))) >> shift"));
    functions.add(
        scale(
            "scale64",
            TypeName.LONG,
            "return (value * multiplier + (1L << (shift - 1))) >> shift"));
    functions.add(scaleTwice());
    for (TypeName type : List.of(TypeName.INT, TypeName.LONG)) {
      String width = type.equals(TypeName.INT) ? "32" : "64";
      functions.add(
          function("clamp" + width, type, "The value brought between limits.\n")
              .addParameter(type, "value")
              .addParameter(type, "low")
              .addParameter(type, "high")
              .addStatement("return value < low ? low : value > high ? high : value")
              .build());
      functions.add(extreme("min" + width, type, "smaller", "<"));
      functions.add(extreme("max" + width, type, "larger", ">"));
    }
    return functions;
  }

  private static MethodSpec scaleTwice() {
    return function("scaleTwice", TypeName.LONG, "TensorFlow Lite's two roundings in one.\n")
        .addParameter(TypeName.LONG, "value")
        .addParameter(TypeName.LONG, "multiplier")
        .addParameter(TypeName.INT, "shift")
        .addStatement("long sum = value * multiplier + (1L << (shift - 1))")
        .beginControlFlow("if (shift > 31)")
        .addStatement("sum += value >= 0 ? 1L << 30 : -(1L << 30)")
        .endControlFlow()
        .addStatement("return sum >> shift")
        .build();
  }

  private static MethodSpec scale(String name, TypeName type, String statement) {
    return function(name, type, "value * multiplier / 2^shift, rounded to the nearest.\n")
        .addParameter(type, "value")
        .addParameter(type, "multiplier")
        .addParameter(TypeName.INT, "shift")
        .addStatement(statement)
        .build();
  }

  private static MethodSpec extreme(String name, TypeName type, String which, String relation) {
    return function(name, type, "The " + which + " of two.\n")
        .addParameter(type, "a")
        .addParameter(type, "b")
        .addStatement("return a $L b ? a : b", relation)
        .build();
  }

  private static MethodSpec.Builder function(String name, TypeName type, String javadoc) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.STATIC)
        .addJavadoc(javadoc)
        .returns(type);
  }
}

package dev.thimble.emit.java;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.thimble.graph.Quantization;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** The scales and zero points of an input whose features have each their own, as constants. */
final class FeatureTables {
  private FeatureTables() {}

  /** Adds the scales and returns the one of feature i. */
  static CodeBlock scales(TypeSpec.Builder type, String step, Quantization q) {
    String values = q.scales().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return add(type, step + "_scales", TypeName.DOUBLE, values);
  }

  /** Adds the zero points and returns the one of feature i. */
  static CodeBlock zeroPoints(TypeSpec.Builder type, String step, Quantization q) {
    String values = q.zeroPoints().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return add(type, step + "_zero_points", TypeName.INT, values);
  }

  private static CodeBlock add(
      TypeSpec.Builder type, String name, TypeName element, String values) {
    String constant = name.toUpperCase(Locale.ROOT);
    type.addField(
        FieldSpec.builder(
                com.palantir.javapoet.ArrayTypeName.of(element),
                constant,
                Modifier.PRIVATE,
                Modifier.STATIC,
                Modifier.FINAL)
            .initializer("{$L}", values)
            .build());
    return CodeBlock.of("$N[i]", constant);
  }
}

package dev.thimble.emit.java;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.thimble.TwinBytes;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.emit.text.Names;
import dev.thimble.emit.text.StatementPrinter;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * The nested classes of a twin that compute: one static method a kernel, and the constants they
 * read.
 */
final class TwinKernels {
  private static final int LITERAL_LIMIT = 16;
  private static final int CHUNK_BYTES = 65_000;

  private final Program program;
  private final Map<String, String> constants = new HashMap<>();

  TwinKernels(Program program) {
    this.program = program;
    for (Buffer constant : program.constants()) {
      String name = constant.name().toUpperCase(Locale.ROOT);
      while (constants.containsValue("Constants." + name)) {
        name += "_";
      }
      constants.put(constant.name(), "Constants." + name);
    }
  }

  /** The class {@code Kernels}. */
  TypeSpec kernels() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Kernels")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("One method a kernel, the same code as the chip's C.\n");
    program.kernels().forEach(kernel -> type.addMethod(kernel(kernel)));
    return type.addMethods(TwinFunctions.all()).build();
  }

  private MethodSpec kernel(Kernel kernel) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(kernel.name())
            .addModifiers(Modifier.STATIC)
            .addJavadoc("$L.\n", kernel.summary());
    Map<String, String> parameters = Names.parameters(kernel, TwinNames.IN_KERNELS::contains);
    for (Buffer buffer : Names.buffers(kernel)) {
      method.addParameter(
          JavaTypes.array(buffer.element()), parameters.getOrDefault(buffer.name(), ""));
    }
    CodeWriter writer = new CodeWriter("  ");
    new StatementPrinter(new JavaDialect(parameters, constants), writer)
        .print(Expand.loops(kernel.body()));
    return method.addCode("$L", writer.toString()).build();
  }

  /**
   * The class {@code Constants}: apart from the rest, so that large weights have a class file of
   * their own.
   */
  TypeSpec constants() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Constants")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("Weights and tables.\n");
    program.constants().forEach(constant -> type.addField(field(constant)));
    return type.build();
  }

  /** A constant's name outside of {@code Constants}. */
  String name(Buffer constant) {
    return constants.getOrDefault(constant.name(), constant.name());
  }

  private FieldSpec field(Buffer constant) {
    String name = name(constant).substring("Constants.".length());
    return FieldSpec.builder(JavaTypes.array(constant.element()), name)
        .addModifiers(Modifier.STATIC, Modifier.FINAL)
        .initializer(constant.length() <= LITERAL_LIMIT ? literal(constant) : packed(constant))
        .build();
  }

  private static CodeBlock literal(Buffer constant) {
    List<String> elements = new ArrayList<>();
    for (long value : constant.values()) {
      elements.add(
          switch (constant.element()) {
            case U8 -> value > 127 ? "(byte) " + value : Long.toString(value);
            case I64 -> value + "L";
            default -> Long.toString(value);
          });
    }
    return CodeBlock.of("{$L}", String.join(", ", elements));
  }

  private static CodeBlock packed(Buffer constant) {
    String array =
        switch (constant.element().bytes()) {
          case 1 -> "bytes";
          case 2 -> "shorts";
          case 8 -> "longs";
          default -> "ints";
        };
    return CodeBlock.of("$T.$L($L)", TwinBytes.class, array, String.join(",\n", chunks(constant)));
  }

  private static List<String> chunks(Buffer constant) {
    List<String> chunks = new ArrayList<>();
    String[] escapes = escapes();
    StringBuilder literal = new StringBuilder("\"");
    int size = 0;
    for (char c : TwinBytes.pack(bytes(constant)).toCharArray()) {
      size += c == 0 || c > 127 ? 2 : 1;
      if (size > CHUNK_BYTES) {
        chunks.add(literal.append('"').toString());
        literal = new StringBuilder("\"");
        size = 2;
      }
      literal.append(escapes[c]);
    }
    chunks.add(literal.append('"').toString());
    return chunks;
  }

  /** Each byte in a literal; looked up, for a model has hundreds of thousands of them. */
  private static String[] escapes() {
    String[] escapes = new String[256];
    for (int c = 0; c < escapes.length; c++) {
      boolean plain = c >= ' ' && c < 127;
      boolean marked = c == '"' || c == '\\';
      String octal = "\\" + (c >> 6) + (c >> 3 & 7) + (c & 7);
      escapes[c] = marked ? "\\" + (char) c : plain ? String.valueOf((char) c) : octal;
    }
    return escapes;
  }

  private static byte[] bytes(Buffer constant) {
    int width = constant.element().bytes();
    byte[] bytes = new byte[constant.length() * width];
    int at = 0;
    for (long value : constant.values()) {
      for (int bit = 0; bit < width * Byte.SIZE; bit += Byte.SIZE) {
        bytes[at++] = (byte) (value >> bit);
      }
    }
    return bytes;
  }
}

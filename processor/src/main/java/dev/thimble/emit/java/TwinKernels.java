package dev.thimble.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.thimble.TwinConstants;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.emit.text.Names;
import dev.thimble.emit.text.StatementPrinter;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import javax.lang.model.element.Modifier;

/**
 * The nested classes of a twin that compute: one static method a kernel, and the constants they
 * read.
 */
final class TwinKernels {
  private static final int LITERAL_LIMIT = 16;

  /** The field that reads the file of constants; no constant's, which are in upper case. */
  private static final String FILE = "file";

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
   * The class {@code Constants}: apart from the rest, as it is loaded only once something is
   * computed.
   *
   * @param twin the class that this one is nested in
   * @param path of the file, from the root of the class path
   * @param file its content, as {@link #file()} has it
   */
  TypeSpec constants(ClassName twin, String path, byte[] file) {
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Constants")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("Weights and tables.\n");
    if (file.length > 0) {
      CRC32 crc = new CRC32();
      crc.update(file);
      type.addField(
          FieldSpec.builder(TwinConstants.class, FILE)
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer(
                  "$T.of($T.class, $S, 0x$LL)",
                  TwinConstants.class,
                  twin,
                  path,
                  Long.toHexString(crc.getValue()))
              .build());
    }
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
        .initializer(isInFile(constant) ? read(constant) : literal(constant))
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

  /** The next numbers of the file. */
  private static CodeBlock read(Buffer constant) {
    String numbers =
        switch (constant.element().bytes()) {
          case 1 -> "bytes";
          case 2 -> "shorts";
          case 8 -> "longs";
          default -> "ints";
        };
    return CodeBlock.of("$L.$L($L)", FILE, numbers, constant.length());
  }

  private static boolean isInFile(Buffer constant) {
    return constant.length() > LITERAL_LIMIT;
  }

  /** The file that the long constants are read from: all of them, in the order of their fields. */
  byte[] file() {
    List<Buffer> constants = program.constants().stream().filter(TwinKernels::isInFile).toList();
    int size = constants.stream().mapToInt(c -> c.length() * c.element().bytes()).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (Buffer constant : constants) {
      put(constant, bytes);
    }
    return bytes.array();
  }

  private static void put(Buffer constant, ByteBuffer bytes) {
    int width = constant.element().bytes();
    for (long value : constant.values()) {
      switch (width) {
        case 1 -> bytes.put((byte) value);
        case 2 -> bytes.putShort((short) value);
        case 8 -> bytes.putLong(value);
        default -> bytes.putInt((int) value);
      }
    }
  }
}

package dev.thimble.emit.export;

import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.text.CodeWriter;
import java.util.List;
import java.util.Locale;

/**
 * What the Arduino tools read: {@code library.properties} and a sketch among the examples.
 *
 * <p>Source: Arduino library specification 1.5, revision 2.2.
 */
final class ArduinoLibrary {
  private ArduinoLibrary() {}

  static List<LibraryFile> files(Library library) {
    String sketch = library.model().name().simpleName();
    return List.of(
        new LibraryFile("library.properties", properties(library)),
        new LibraryFile("examples/" + sketch + "/" + sketch + ".ino", sketch(library)));
  }

  private static String properties(Library library) {
    return new CodeWriter("")
        .line("name=" + library.name())
        .line("version=" + Library.VERSION)
        .line("author=Thimble")
        .line("maintainer=Thimble")
        .line("sentence=" + library.sentence())
        .line("paragraph=Fixed-point C without malloc; all RAM is in one struct of yours.")
        .line("category=Data Processing")
        .line("url=")
        .line("architectures=*")
        .line("includes=" + library.name() + ".h")
        .toString();
  }

  /** Inputs come over the serial line as they stand in RAM; results go back as text. */
  private static String sketch(Library library) {
    String name = library.name();
    CodeWriter out = new CodeWriter("  ");
    out.line("// Runs the model on what arrives over the serial line: the bytes of its inputs, in");
    out.line("// the order and types of %s.h. Answers with a line.", name).line("");
    out.line("#include <%s.h>", name).line("");
    out.line("static %s model;", library.names().type()).line("");
    out.open("void setup() {");
    out.line("Serial.begin(115200);");
    out.line("Serial.setTimeout(10000);");
    out.line("%s_init(&model);", name);
    out.close("}").line("");
    out.open("void loop() {");
    for (ModelOutline.Port input : library.model().inputs()) {
      String bytes =
          library.names().macro() + "_" + input.step().toUpperCase(Locale.ROOT) + "_BYTES";
      String place = "(char *)" + name + "_" + input.step() + "(&model)";
      out.open("if (Serial.readBytes(" + place + ", " + bytes + ") < " + bytes + ") {");
      out.line("return;");
      out.close("}");
    }
    if (library.model().decision().isPresent()) {
      out.line("Serial.println((int)%s_run(&model));", name);
    } else {
      out.line("%s_run(&model);", name);
      library.model().outputs().forEach(output -> print(library, output, out));
      out.line("Serial.println();");
    }
    out.close("}");
    return out.toString();
  }

  private static void print(Library library, ModelOutline.Port output, CodeWriter out) {
    String step = output.step();
    String call = library.name() + "_" + step + "(&model)";
    String bytes = library.names().macro() + "_" + step.toUpperCase(Locale.ROOT) + "_BYTES";
    out.open("for (size_t i = 0; i < " + bytes + " / sizeof *" + call + "; i++) {");
    out.line("Serial.print((long)%s[i]);", call);
    out.line("Serial.print(' ');");
    out.close("}");
  }
}

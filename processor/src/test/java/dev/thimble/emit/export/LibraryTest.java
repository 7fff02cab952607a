package dev.thimble.emit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.importer.tflite.TinyNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Libraries are written where the option asks for them, and tools find in them what they name. */
class LibraryTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "host")
      final class Blink {
        @Input(shape = 4) Tensor x;
        @Network("n.tflite") Tensor scores;
        %s
      }
      """;
  private static final String DECISION = "@ArgMax(labels = {\"no\", \"yes\"}) Decision answer;";

  @TempDir Path folder;
  private Path exports;

  @BeforeEach
  void choose() {
    exports = folder.resolve("made/for/tools");
  }

  private Fixture fixture(String decision) {
    return Fixture.in(folder)
        .data("n.tflite", TinyNetwork.bytes())
        .java(MODEL.formatted(decision))
        .option("-Athimble.export=" + exports);
  }

  private Path library(String decision) {
    Compiled compiled = fixture(decision).javac();
    assertThat(compiled.errors()).isEmpty();
    return exports.resolve("blink-host");
  }

  @Test
  void itHoldsTheCOfTheClassOutput() throws IOException {
    Fixture fixture = fixture(DECISION);
    assertThat(fixture.javac().errors()).isEmpty();
    Path made = fixture.output().resolve("META-INF/thimble/ex.Blink/host");
    Path library = exports.resolve("blink-host");
    assertThat(library.resolve("src/blink.c")).hasSameTextualContentAs(made.resolve("blink.c"));
    assertThat(library.resolve("src/blink.h")).hasSameTextualContentAs(made.resolve("blink.h"));
    assertThat(Files.readString(library.resolve("README.md")))
        .contains("| Arduino |", "| Zephyr |", "CONFIG_THIMBLE_BLINK", "ex.Blink");
  }

  @Test
  void withoutTheOptionThereIsNone() throws IOException {
    Fixture fixture =
        Fixture.in(folder).data("n.tflite", TinyNetwork.bytes()).java(MODEL.formatted(DECISION));
    assertThat(fixture.javac().errors()).isEmpty();
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(f -> f.endsWith("library.properties"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"made", "src/main/java/ex/Blink.java"})
  void theOptionTakesOneAbsoluteFolder(String value) {
    Fixture fixture =
        Fixture.in(folder).data("n.tflite", TinyNetwork.bytes()).java(MODEL.formatted(DECISION));
    Path file = fixture.output().resolveSibling(value);
    String option = value.contains("/") ? file.toString() : value;
    assertThat(fixture.option("-Athimble.export=" + option).javac().said())
        .filteredOn(Compiled.Said::error)
        .extracting(Compiled.Said::code)
        .containsExactly("TM1104");
  }

  @Test
  void arduinoFindsItsProperties() throws IOException {
    Path library = library(DECISION);
    Properties properties = new Properties();
    properties.load(Files.newBufferedReader(library.resolve("library.properties")));
    assertThat(properties.stringPropertyNames())
        .contains("name", "version", "author", "maintainer", "sentence", "paragraph", "category")
        .contains("url", "architectures");
    assertThat(properties.getProperty("name")).matches("[A-Za-z0-9][A-Za-z0-9 _.-]*");
    assertThat(properties.getProperty("version")).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(library.resolve("src").resolve(properties.getProperty("includes"))).exists();
    assertThat(library.resolve("examples/Blink/Blink.ino")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {DECISION, "@ArgMax Decision index;", ""})
  void theSketchCompiles(String decision) throws Exception {
    assumeTrue(has("g++"), "needs g++");
    Path library = library(decision);
    Path stub = Files.createDirectory(folder.resolve("arduino"));
    Files.writeString(
        stub.resolve("Arduino.h"),
        """
        #include <stddef.h>
        #include <stdint.h>
        struct Line {
          void begin(long) {}
          void setTimeout(long) {}
          size_t readBytes(char *, size_t n) { return n; }
          void print(long) {}
          void print(char) {}
          void println(int) {}
          void println() {}
        };
        static Line Serial;
        """);
    run(
        library,
        "g++ -Wall -Wextra -Werror -fsyntax-only -x c++ -I src -include %s %s"
            .formatted(stub.resolve("Arduino.h"), "examples/Blink/Blink.ino"));
  }

  @Test
  void platformIoFindsTheSources() throws IOException {
    Path library = library(DECISION);
    JsonObject json =
        JsonParser.parseString(Files.readString(library.resolve("library.json"))).getAsJsonObject();
    assertThat(json.get("name").getAsString()).isEqualTo("blink");
    Path sources = library.resolve(json.getAsJsonObject("build").get("srcDir").getAsString());
    assertThat(sources.resolve("blink.c")).exists();
    assertThat(sources.resolve(json.getAsJsonArray("headers").get(0).getAsString())).exists();
  }

  @Test
  void cmakeBuildsIt() throws Exception {
    assumeTrue(has("cmake"), "needs cmake");
    Path library = library(DECISION);
    Path app = Files.createDirectory(folder.resolve("app"));
    Files.writeString(
        app.resolve("main.c"),
        """
        #include "blink.h"
        static blink_t model;
        int main(void) {
          blink_init(&model);
          return blink_run(&model) == BLINK_NO || blink_run(&model) == BLINK_YES ? 0 : 1;
        }
        """);
    Files.writeString(
        app.resolve("CMakeLists.txt"),
        """
        cmake_minimum_required(VERSION 3.13)
        project(app C)
        add_subdirectory(%s blink)
        add_executable(app main.c)
        target_link_libraries(app blink)
        """
            .formatted(library));
    run(app, "cmake -S . -B build");
    run(app, "cmake --build build");
    run(app, "build/app");
  }

  @Test
  void zephyrFindsItsFiles() throws IOException {
    Path library = library(DECISION);
    assertThat(Files.readString(library.resolve("zephyr/module.yml")))
        .isEqualTo("name: blink\nbuild:\n  cmake: zephyr\n  kconfig: zephyr/Kconfig\n");
    assertThat(Files.readString(library.resolve("zephyr/Kconfig")))
        .startsWith("config THIMBLE_BLINK\n\tbool ");
    assertThat(Files.readString(library.resolve("zephyr/CMakeLists.txt")))
        .contains("if(CONFIG_THIMBLE_BLINK)", "zephyr_library_sources(../src/blink.c)");
  }

  @Test
  void theDescriptionOfThePackNamesWhatIsThere() throws Exception {
    Path library = library(DECISION);
    Document pack =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(library.resolve("Thimble.blink.pdsc").toFile());
    assertThat(pack.getDocumentElement().getTagName()).isEqualTo("package");
    for (String needed : List.of("vendor", "name", "description", "url", "releases")) {
      assertThat(pack.getElementsByTagName(needed).getLength()).as(needed).isPositive();
    }
    NodeList files = pack.getElementsByTagName("file");
    assertThat(files.getLength()).isEqualTo(2);
    for (int i = 0; i < files.getLength(); i++) {
      assertThat(library.resolve(((Element) files.item(i)).getAttribute("name"))).exists();
    }
  }

  private static boolean has(String tool) {
    try {
      return new ProcessBuilder(tool, "--version").start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static void run(Path folder, String command) throws Exception {
    Process process =
        new ProcessBuilder(command.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}

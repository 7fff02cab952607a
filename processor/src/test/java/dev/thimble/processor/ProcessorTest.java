package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.importer.tflite.TinyNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a whole compilation writes, and what it does with several models, broken sources and tests
 * of models.
 */
class ProcessorTest {
  /** Both compilers that users have. */
  enum CompilerKind {
    JAVAC(Fixture::javac),
    ECLIPSE(Fixture::eclipse);

    private final Function<Fixture, Compiled> run;

    CompilerKind(Function<Fixture, Compiled> run) {
      this.run = run;
    }

    Compiled compile(Fixture fixture) {
      return run.apply(fixture);
    }
  }

  private static final String NETWORK =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "host")
      final class %s {
        @Input(shape = 4) Tensor x;
        @Network("n.tflite") Tensor scores;
        @ArgMax(labels = {"no", "yes"}) Decision answer;
      }
      """;

  @TempDir Path folder;

  private Fixture fixture() {
    return Fixture.in(folder).data("n.tflite", TinyNetwork.bytes());
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void writesTwinCAndManifestOfEachModel(CompilerKind compiler) {
    Compiled compiled =
        compiler.compile(fixture().java(NETWORK.formatted("One")).java(NETWORK.formatted("Two")));
    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.files())
        .contains(
            "ex/OneModel.class",
            "ex/TwoModel.class",
            "META-INF/thimble/ex.One/host/one.c",
            "META-INF/thimble/ex.Two/host/two.h");
  }

  @Test
  void theSameSourcesGiveTheSameBytes() throws IOException {
    Fixture first = fixture().java(NETWORK.formatted("One"));
    Fixture second = fixture().java(NETWORK.formatted("One"));
    Compiled once = first.javac();
    Compiled again = second.eclipse();
    for (String file : once.files()) {
      if (!file.endsWith(".class")) {
        assertThat(again.output().resolve(file))
            .hasSameBinaryContentAs(once.output().resolve(file));
      }
    }
    assertThat(once.files()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void nestedModelsAreNamedAfterAllClasses(CompilerKind compiler) {
    String nested = NETWORK.formatted("Inner").replace("final class", "static final class");
    String head = nested.substring(0, nested.indexOf("@TinyModel"));
    String body = nested.substring(nested.indexOf("@TinyModel"));
    Compiled compiled = compiler.compile(fixture().java(head + "class Outer {\n" + body + "}\n"));
    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.files())
        .contains(
            "ex/Outer_InnerModel.class", "META-INF/thimble/ex.Outer$Inner/host/outer_inner.c");
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void oneBadModelNeverStopsAnother(CompilerKind compiler) {
    Compiled compiled =
        compiler.compile(
            fixture()
                .java(NETWORK.formatted("Bad").replace("n.tflite", "m.tflite"))
                .java(NETWORK.formatted("Good")));
    assertThat(compiled.errors()).containsExactly("TM1101 Bad.java:9");
    assertThat(compiled.files()).contains("META-INF/thimble/ex.Good/host/good.c");
    assertThat(compiled.files()).noneMatch(f -> f.contains("BadModel"));
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void twoModelsWithOneCName(CompilerKind compiler) {
    Compiled compiled =
        compiler.compile(
            fixture().java(NETWORK.formatted("WakeWord")).java(NETWORK.formatted("Wake_Word")));
    assertThat(compiled.errors()).containsExactly("TM1015 Wake_Word.java:7");
    assertThat(compiled.text("TM1015")).contains("ex.WakeWord", "wake_word.h");
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void aNameThatIsGivenIsThePlaceOfTheClash(CompilerKind compiler) {
    Compiled compiled =
        compiler.compile(
            fixture()
                .java(NETWORK.formatted("A"))
                .java(NETWORK.formatted("B").replace("@TinyModel", "@TinyModel(name = \"a\")")));
    assertThat(compiled.errors()).containsExactly("TM1015 B.java:5");
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void whatDoesNotCompileIsLeftToTheCompiler(CompilerKind compiler) {
    String source = NETWORK.formatted("M");
    for (String broken :
        new String[] {
          source.replace("shape = 4", "shape = FOUR"),
          source.replace("\"n.tflite\"", "NAME"),
          source.replace("shape = 4", ""),
          source.replace("@ArgMax(labels = {\"no\", \"yes\"})", "@Activate(RELUU)"),
          source.replace("shape = 4", "shape = \"four\""),
          source.replace("Tensor x", "Tensr x")
        }) {
      Compiled compiled = compiler.compile(fixture().java(broken));
      assertThat(compiled.coded()).as(broken).isEmpty();
      assertThat(compiled.errors()).as(broken).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void modelAndTestInOneCompilation(CompilerKind compiler) {
    Compiled compiled =
        compiler.compile(fixture().java(NETWORK.formatted("M")).java(test("MTest", "M")));
    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.files()).contains("ex/MGeneratedTest.class");
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void modelAndTestInTwoCompilations(CompilerKind compiler) {
    Fixture main = fixture().java(NETWORK.formatted("M"));
    assertThat(main.javac().errors()).isEmpty();
    Compiled compiled =
        compiler.compile(Fixture.in(folder).classPath(main.output()).java(test("MTest", "M")));
    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.files()).contains("ex/MGeneratedTest.class");
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void aTestWithoutItsModel(CompilerKind compiler) {
    Compiled compiled =
        compiler.compile(
            fixture().java("package ex;\nfinal class M {}\n").java(test("MTest", "M")));
    assertThat(compiled.errors()).containsExactly("TM1033 MTest.java:3");
    assertThat(compiled.text("TM1033")).contains("ex.MModel");
  }

  @Test
  void aTestOfABadModelIsNotComplainedAboutTwice() {
    String bad = NETWORK.formatted("M").replace("n.tflite", "m.tflite");
    Compiled compiled = fixture().java(bad).java(test("MTest", "M")).javac();
    assertThat(compiled.errors()).containsExactly("TM1101 M.java:9");
  }

  @ParameterizedTest
  @EnumSource(CompilerKind.class)
  void twoTestsOfOneModel(CompilerKind compiler) {
    Compiled compiled =
        compiler.compile(
            fixture()
                .java(NETWORK.formatted("M"))
                .java(test("ATest", "M"))
                .java(test("BTest", "M")));
    assertThat(compiled.errors()).containsExactly("TM1034 BTest.java:3");
  }

  private static String test(String name, String model) {
    return "package ex;\n@dev.thimble.TinyModelTest(" + model + ".class)\nclass " + name + " {}\n";
  }

  @Test
  void anUnknownChipAndAModelTooLarge() {
    String flash = NETWORK.formatted("M").replace("@Device", "@Budget(flash = 7)\n@Device");
    Compiled compiled = fixture().java(flash).javac();
    assertThat(compiled.errors()).containsExactly("TM2103 M.java:6");
    assertThat(compiled.text("TM2103")).contains("flash = 7");
    Compiled pocket = fixture().java(NETWORK.formatted("M").replace("host", "pocket")).javac();
    assertThat(pocket.errors()).contains("TM2104 M.java:6");
    assertThat(pocket.text("TM2104")).contains("the chip's flash of 64 bytes is exceeded by");
    Compiled unknown = fixture().java(NETWORK.formatted("M").replace("host", "hosts")).javac();
    assertThat(unknown.errors()).containsExactly("TM2102 M.java:6");
    assertThat(unknown.text("TM2102")).contains("Did you mean \"host\"?");
    Compiled described =
        fixture()
            .java(
                NETWORK
                    .formatted("M")
                    .replace(
                        "mcu = \"host\"",
                        "mcu = \"mine\", core = \"hots\", flash = 9, ram = 9, clockHz = 1"))
            .javac();
    assertThat(described.errors()).containsExactly("TM2109 M.java:6");
    assertThat(described.text("TM2109")).contains("Did you mean \"host\"?");
    Compiled none =
        fixture().java(NETWORK.formatted("M").replace("@Device(mcu = \"host\")", "")).javac();
    assertThat(none.errors()).containsExactly("TM2101 M.java:7");
  }

  @Test
  void chipsAreDescribedByTheirCore() {
    String chip = "mcu = \"mine-1\", core = \"host\", flash = 65_536, ram = 4096, clockHz = 1_000";
    String source = NETWORK.formatted("M").replace("mcu = \"host\"", chip);
    Compiled compiled = fixture().java(source).javac();
    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.files()).anyMatch(file -> file.contains("/mine-1/"));
    String small = NETWORK.formatted("M").replace("mcu = \"host\"", "mcu = \"host\", flash = 3");
    assertThat(fixture().java(small).javac().errors()).containsExactly("TM2104 M.java:6");
  }

  @Test
  void javacPointsAtTheVeryValue() {
    String source =
        NETWORK
            .formatted("M")
            .replace(
                "@Device(mcu = \"host\")",
                "@Device(mcu = \"host\") @Device(clockHz = 1, mcu = 2 + \"x\")"
                    + " @Budget(device = \"host\") @Budget(ram = 20 * Sizes.KIB * 0)");
    Compiled compiled = fixture().java(source).javac();
    String line = source.lines().toList().get(5);
    assertThat(compiled.said())
        .extracting(Compiled.Said::column)
        .containsExactly(line.indexOf("20 *") + 1);
  }

  /** Eclipse's compiler points at the whole array. */
  @Test
  void javacPointsAtTheElementOfAnArray() {
    String source = NETWORK.formatted("M").replace("\"yes\"", "\n      \"?\"");
    Compiled compiled = fixture().java(source).javac();
    assertThat(compiled.errors()).containsExactly("TM1210 M.java:11");
  }

  @Test
  void aFileThatCannotBeWritten() throws IOException {
    Fixture fixture = fixture().java(NETWORK.formatted("M"));
    // A file where the package's folder should be.
    Files.createDirectories(fixture.output());
    Files.writeString(fixture.output().resolve("ex"), "");
    Compiled compiled = fixture.javac();
    assertThat(compiled.errors()).as(compiled.said().toString()).containsExactly("TM1108 M.java:7");
  }

  @Test
  void declaredNetworkOnBothCompilers() {
    Npz weights = new Npz().random("dense.weight", 3, 32).random("dense.bias", 3);
    String source =
        """
        package ex;

        import static dev.thimble.Activation.*;
        import dev.thimble.*;

        @TinyModel(weights = "w.npz", calibration = "c.npz")
        @Device(mcu = "host")
        public final class M {
          @Input(shape = {4, 4, 2}) Tensor x;
          @Activate(HARD_SWISH) Tensor curved;
          @Dense(units = 3, activation = TANH) Tensor dense;
          @Softmax(labels = {"a", "b", "c"}) Tensor scores;
        }
        """;
    Fixture fixture =
        fixture()
            .java(source)
            .data("w.npz", weights.bytes())
            .data("c.npz", new Npz().random("x", 40, 4, 4, 2).bytes());
    assertThat(fixture.javac().errors()).isEmpty();
    assertThat(fixture.eclipse().errors()).isEmpty();
  }
}

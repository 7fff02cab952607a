package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each fault gives its code at its line, and nothing else, on javac and on Eclipse's compiler. */
class ErrorCasesTest {
  @TempDir Path folder;

  static Stream<ErrorCase> cases() {
    return Stream.of(
            LanguageCases.classes(),
            LanguageCases.fields(),
            LanguageCases.values(),
            LanguageCases.wiring(),
            DataCases.files(),
            DataCases.shapes(),
            DataCases.weightFiles(),
            DataCases.networks(),
            DataCases.samples(),
            DataCases.fitting(),
            SignalCases.signals())
        .flatMap(List::stream);
  }

  @TestFactory
  Stream<DynamicTest> onJavac() {
    return tests(Fixture::javac);
  }

  @TestFactory
  Stream<DynamicTest> onEclipse() {
    return tests(Fixture::eclipse);
  }

  private Stream<DynamicTest> tests(Function<Fixture, Compiled> compiler) {
    return cases().map(c -> DynamicTest.dynamicTest(c.toString(), () -> check(c, compiler)));
  }

  private void check(ErrorCase fault, Function<Fixture, Compiled> compiler) {
    Compiled compiled =
        compiler.apply(fault.files().apply(Fixture.in(folder).java(fault.source())));
    // A model that is warned about goes on, to meet a chip or calibration data that it has not.
    List<String> own =
        compiled.coded().stream().filter(c -> !c.matches("TM(13|2\\d)\\d\\d .*")).toList();
    assertThat(own)
        .as(() -> compiled.said().toString())
        .containsExactly(fault.code() + " " + fault.file() + ":" + fault.line());
    for (String part : fault.says()) {
      assertThat(compiled.text(fault.code())).contains(part);
    }
    assertThat(compiled.text(fault.code())).doesNotContain("\n\n").doesNotContain("null");
  }
}

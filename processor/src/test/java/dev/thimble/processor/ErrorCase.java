package dev.thimble.processor;

import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source with one fault, and what is said of it.
 *
 * @param code the only code that is reported
 * @param about which of several cases with the code
 * @param source its line with {@code /*!*&#47;} is the one that is pointed at
 * @param says what the text contains
 * @param files what lies beside
 */
record ErrorCase(
    String code, String about, String source, List<String> says, UnaryOperator<Fixture> files) {
  private static final Pattern TYPE = Pattern.compile("(?:class|enum|interface) (\\w+)");

  private static final String HEAD =
      """
      package ex;

      import static dev.thimble.Activation.*;
      import static dev.thimble.Padding.*;
      import static dev.thimble.WeightLayout.*;
      import dev.thimble.*;

      """;

  /** A case in a package, with all imports. */
  static ErrorCase of(String code, String about, String source, String... says) {
    return new ErrorCase(code, about, HEAD + source, List.of(says), f -> f);
  }

  /** A case of one model with these members of {@code @TinyModel} and these lines of steps. */
  static ErrorCase steps(String code, String about, String steps, String... says) {
    return of(code, about, model("", steps), says);
  }

  /** A case of a model with a file of weights. */
  static ErrorCase weights(String code, String about, Npz weights, String steps, String... says) {
    return of(code, about, model("weights = \"w.npz\"", steps), says)
        .with("w.npz", weights.bytes());
  }

  /** A model called M. */
  static String model(String members, String steps) {
    return "@TinyModel(" + members + ")\nfinal class M {\n" + steps.indent(2) + "}\n";
  }

  ErrorCase with(String file, byte[] bytes) {
    return new ErrorCase(code, about, source, says, f -> files.apply(f).data(file, bytes));
  }

  String file() {
    Matcher type = TYPE.matcher(source);
    return type.find() ? type.group(1) + ".java" : "";
  }

  int line() {
    long before =
        source.substring(0, source.indexOf("/*!*/")).chars().filter(c -> c == '\n').count();
    return (int) before + 1;
  }

  @Override
  public String toString() {
    return code + " " + about;
  }
}

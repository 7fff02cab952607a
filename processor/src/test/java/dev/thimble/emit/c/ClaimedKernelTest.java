package dev.thimble.emit.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.emit.manifest.Manifest;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.DeviceInfo;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Kernels that a backend claims stand beside their portable C, and both give the same bits. */
class ClaimedKernelTest {
  private static final String[] STRICT = {
    "-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic", "-Werror"
  };
  private static final Claim.Cost COST = new Claim.Cost(90, 100, 20, 8);

  private final TestModel model = TestModel.of(tables());

  @Test
  void bothSidesAgreeWithTheInterpreter() {
    Target host = model.target(model.plan(new Claiming("1"), PlainBackend.CHIP), true);
    assumeTrue(host.availability().isAvailable(), host.availability().reason());
    Comparison comparison = new Comparison("tables", model, 3);
    comparison.target(host, BuildOptions.DEFAULT.withModelFlags(STRICT));
    String[] portable = {"-std=c99", "-Wall", "-Wextra", "-Wconversion", "-DNET_PORTABLE"};
    comparison.target(host, BuildOptions.DEFAULT.withModelFlags(portable));
  }

  @Test
  void otherCompilersTakePortableC() {
    Target host = model.target(model.plan(new Claiming("0"), PlainBackend.CHIP), true);
    assumeTrue(host.availability().isAvailable(), host.availability().reason());
    new Comparison("tables", model, 3).target(host, BuildOptions.DEFAULT.withModelFlags(STRICT));
  }

  @Test
  void theFileHoldsBothAndEachConstantOnItsSide() {
    Plan plan = model.plan(new Claiming("defined(FAST)"), PlainBackend.CHIP);

    assertThat(CSource.text(model.outline(), plan))
        .contains("#if defined(FAST) && !defined(NET_PORTABLE)\n#define NET_CLAIMED 1\n")
        .containsOnlyOnce("net_entry(const int8_t *table, int8_t x)\n")
        .containsPattern(
            "#if NET_CLAIMED\n/\\* a table.*\\*/\nstatic const int8_t net_a_turned"
                + "[\\s\\S]*#else\nstatic const int8_t net_a_table[\\s\\S]*\\(void\\)a_copy;\n}"
                + "\n#endif\n");
  }

  @Test
  void thePlanCountsWhatIsSharedOnce() {
    Plan claimed = model.plan(new Claiming("1"), PlainBackend.CHIP);

    assertThat(claimed.shared()).hasSize(1);
    assertThat(claimed.flashBytes()).isEqualTo(2 * (20 + 256) + 30 + claimed.driver().flashBytes());
    assertThat(claimed.costs()).allMatch(cost -> cost.exact() && cost.cycles() == 100);
    assertThat(claimed.arenaBytes()).isGreaterThan(6);
    Prediction prediction = Manifest.prediction(claimed);
    assertThat(prediction.value("a", "cycles.least")).hasValue(90);
    assertThat(prediction.value(Prediction.MODEL, "cycles.least")).isEmpty();
  }

  private static Graph tables() {
    Graph.Builder graph = new Graph.Builder().value(value("x")).input("x");
    List<Integer> entries =
        IntStream.range(-128, 128).map(i -> (i * 37 + 11) % 128).boxed().toList();
    for (String[] names : new String[][] {{"x", "a"}, {"a", "b"}}) {
      graph.value(value(names[1]));
      Arithmetic rule = new Arithmetic.Table(-128, entries);
      graph.node(Node.of(names[1], Unary.of(Unary.Kind.TANH), names[0]).with(rule));
    }
    return graph.output("b").build();
  }

  private static Value value(String name) {
    return Value.quantized(name, ElementType.INT8, Shape.of(6), Quantization.perTensor(1, 0));
  }

  /** Claims tables: turned by half, so that an unsigned byte is the index. */
  private record Claiming(String condition) implements Backend {
    private static final Backend PLAIN = new PlainBackend();

    @Override
    public List<Claim> claims(Chip chip, Kernel kernel) {
      long[] table = kernel.constants().get(0).values();
      long[] turned = LongStream.range(0, 256).map(i -> table[(int) (i + 128) % 256]).toArray();
      Buffer constant = Buffer.constant(kernel.name() + "_turned", turned);
      Buffer x = kernel.inputs().get(0);
      Buffer y = kernel.outputs().get(0);
      Buffer copy =
          new Buffer(
              kernel.name() + "_copy",
              Element.I8,
              x.length(),
              Buffer.Space.SCRATCH,
              Optional.empty(),
              new Interval(-128, 127));
      Claim.Code body =
          symbols ->
              List.of(
                  "for (int i = 0; i < %d; i++) {".formatted(x.length()),
                  "  %s[i] = %s[i];".formatted(symbols.array(copy), symbols.array(x)),
                  "  %s[i] = %s(%s, %s[i]);"
                      .formatted(
                          symbols.array(y),
                          symbols.shared("entry"),
                          symbols.constant(constant),
                          symbols.array(copy)),
                  "}");
      return List.of(
          new Claim(
              "a table that is read by unsigned bytes",
              List.of(constant),
              List.of(copy),
              List.of(new Claim.Shared("entry", 30, Claiming::entry)),
              COST,
              body));
    }

    private static List<String> entry(Claim.Symbols symbols) {
      return List.of(
          "static int8_t %s(const int8_t *table, int8_t x)".formatted(symbols.shared("entry")),
          "{",
          "  return table[(uint8_t)x];",
          "}");
    }

    @Override
    public CTarget c(Chip chip) {
      CTarget plain = PLAIN.c(chip);
      return new CTarget() {
        @Override
        public List<String> preamble(String prefix) {
          return plain.preamble(prefix);
        }

        @Override
        public String constant(String prefix) {
          return plain.constant(prefix);
        }

        @Override
        public String load(String prefix, Element element, String array, String index) {
          return plain.load(prefix, element, array, index);
        }

        @Override
        public String claimCondition() {
          return condition;
        }
      };
    }

    @Override
    public String name() {
      return PLAIN.name();
    }

    @Override
    public List<Chip> chips() {
      return PLAIN.chips();
    }

    @Override
    public CostTable costs(Chip chip) {
      return PLAIN.costs(chip);
    }

    @Override
    public DeviceInfo device(Chip chip, long clockHz) {
      return PLAIN.device(chip, clockHz);
    }
  }
}

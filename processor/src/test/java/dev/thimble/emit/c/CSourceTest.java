package dev.thimble.emit.c;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.emit.java.JavaTwin;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of generated C and, where the two differ, of generated Java. */
class CSourceTest {
  private static final int LONGEST = 110;

  @Test
  void theSameModelGivesTheSameBytes() {
    for (int seed = 1; seed < 10; seed++) {
      TestModel first = TestModel.of(RandomGraphs.of(seed, 8));
      TestModel second = TestModel.of(RandomGraphs.of(seed, 8));
      assertThat(c(first)).isEqualTo(c(second));
      assertThat(java(first)).isEqualTo(java(second));
    }
  }

  @Test
  void aDenseLayerReadsWell() {
    assertThat(c(TestModel.of(RealisticGraphs.of(0))))
        .contains("  for (int o = 0; o < 32; o++) {\n")
        .containsPattern(
            "acc \\+= \\(\\w+\\[k\\] \\+ 128\\) \\* net_\\w+_weights\\[o \\* 64 \\+ k\\];")
        .contains("weights 32x64")
        .doesNotContain("acc += ((");
  }

  @Test
  void linesAreNotLong() {
    for (int seed = 1; seed < 20; seed++) {
      assertThat(c(TestModel.of(RandomGraphs.of(seed, 10))).lines())
          .filteredOn(line -> line.startsWith("  "))
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST));
    }
  }

  @Test
  void bytesAbove127AreCastInJavaOnly() {
    TestModel model =
        layer(
            ElementType.UINT8,
            new Pad(List.of(1), List.of(0), Pad.Mode.CONSTANT, 0),
            new Arithmetic.Moved(200),
            5);

    assertThat(c(model)).contains("y[at] = 200;").contains("y[i + 1] = x[i];");
    assertThat(java(model)).contains("y[at] = (byte) 200;").contains("y[i + 1] = x[i];");
  }

  /** 2147483648 is no int in Java, and a wider type in C. */
  @Test
  void theSmallestIntIsNotSubtracted() {
    Arithmetic rule =
        new Arithmetic.Scaled(
            0,
            0,
            List.of(new Arithmetic.Ratio(1L << 30, 20)),
            Arithmetic.Rounding.DOUBLE,
            new Arithmetic.Range(Integer.MIN_VALUE, Integer.MIN_VALUE, 0));
    TestModel model = layer(ElementType.INT8, Unary.of(Unary.Kind.IDENTITY), rule, 4);

    assertThat(c(model)).contains("INT32_MIN").doesNotContain("2147483648");
    assertThat(java(model)).doesNotContain("- 2147483648");
  }

  /** On an 8-bit core int has 16 bits. */
  @Test
  void aSumBeyond16BitsIsComputedIn32() {
    Arithmetic rule =
        new Arithmetic.WeightedSum(200, 200, 8192, 9, new Arithmetic.Range(0, -128, 127));
    TestModel model =
        layer(ElementType.INT8, new Binary(Binary.Kind.ADD, Activation.NONE), rule, 4, 4);

    assertThat(c(model)).contains("(int32_t)(x[i] * 200) + ");
    assertThat(java(model)).contains("x[i] * 200 + ").doesNotContain("(long)");
  }

  @Test
  void privateNamesGiveWayToAccessors() {
    Graph graph = graph("clamp32", ElementType.INT8, Unary.of(Unary.Kind.IDENTITY), scale(), 4);

    assertThat(c(TestModel.of(graph)))
        .contains("static inline int32_t net_clamp32_(int32_t value")
        .contains("(int8_t)net_clamp32_(net_scale_twice(x[i], 1073741824, 29), -128, 127)");
  }

  private static Arithmetic scale() {
    return new Arithmetic.Scaled(
        0,
        0,
        List.of(new Arithmetic.Ratio(1L << 30, 29)),
        Arithmetic.Rounding.DOUBLE,
        new Arithmetic.Range(0, -128, 127));
  }

  private static TestModel layer(
      ElementType type, Operator operator, Arithmetic rule, int... sizes) {
    return TestModel.of(graph("y", type, operator, rule, sizes));
  }

  private static Graph graph(
      String name, ElementType type, Operator operator, Arithmetic rule, int... sizes) {
    Graph.Builder builder = new Graph.Builder();
    Quantization quantization = Quantization.perTensor(1, 0);
    String[] names = sizes.length == 1 ? new String[] {"x"} : new String[] {"x", "x2"};
    for (int i = 0; i < sizes.length; i++) {
      builder
          .value(Value.quantized(names[i], type, Shape.of(sizes[i]), quantization))
          .input(names[i]);
    }
    boolean wide = rule instanceof Arithmetic.Scaled s && s.output().low() < -128;
    int size = operator instanceof Pad ? sizes[0] + 1 : sizes[0];
    ElementType result = wide ? ElementType.INT32 : type;
    builder.value(Value.quantized(name, result, Shape.of(size), quantization));
    return builder.node(Node.of(name, operator, names).with(rule)).output(name).build();
  }

  private static String c(TestModel model) {
    return CSource.text(model.outline(), model.plan(new PlainBackend(), PlainBackend.CHIP));
  }

  private static String java(TestModel model) {
    return new JavaTwin(model.outline(), model.program()).source();
  }
}

package dev.thimble.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.fixture.ResolvingProcessor;
import dev.thimble.graph.Graph;
import dev.thimble.quantize.FloatEvaluator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recurrent steps with the weights and results of PyTorch 2 and Keras 3. */
class RecurrentStepTest {
  private static final float[] X = {1, -0.5f, 0.25f, 2, -1.5f, 0.75f};
  private static final int[] PAIR = {2, 2};

  @TempDir Path folder;

  private Graph graph(String layout, String step, Npz weights) {
    String source =
        "package ex;\nimport dev.thimble.*;\n@TinyModel(weights = \"w.npz\", layout ="
            + " WeightLayout."
            + layout
            + ")\nfinal class M {\n  @Input(shape = {3, 2}) Tensor x;\n  "
            + step
            + " Tensor y;\n}\n";
    return ResolvingProcessor.resolve(
            Fixture.in(folder).java(source).data("w.npz", weights.bytes()))
        .graph();
  }

  private static void gives(Graph graph, float... expected) {
    FloatEvaluator evaluator = new FloatEvaluator(graph);
    assertThat(evaluator.evaluate(List.of(X)).get("y")).containsExactly(expected, offset(2e-5f));
    // Without states a second run begins anew.
    assertThat(evaluator.evaluate(List.of(X)).get("y")).containsExactly(expected, offset(2e-5f));
  }

  private static Npz torch(int gates, float[][] arrays) {
    int rows = 2 * gates;
    return new Npz()
        .with("y.weight_ih_l0", new int[] {rows, 2}, arrays[0])
        .with("y.weight_hh_l0", new int[] {rows, 2}, arrays[1])
        .with("y.bias_ih_l0", new int[] {rows}, arrays[2])
        .with("y.bias_hh_l0", new int[] {rows}, arrays[3]);
  }

  @Test
  void simpleOfPyTorch() {
    float[][] tanh = {
      {0.084342f, 0.083569f, -0.577767f, -0.410117f},
      {-0.696932f, -0.652006f, 0.697058f, 0.584230f},
      {0.167696f, 0.670887f},
      {-0.256097f, -0.403294f}
    };
    gives(
        graph("TORCH", "@SimpleRnn(units = 2, sequences = true)", torch(1, tanh)),
        -0.045812f,
        -0.104730f,
        0.197409f,
        -0.658524f,
        0.138646f,
        0.522325f);
    float[][] relu = {
      {0.602823f, -0.037452f, 0.134274f, 0.418015f},
      {0.372623f, -0.404885f, -0.273464f, -0.652584f},
      {0.031154f, -0.253509f},
      {0.151856f, 0.032897f}
    };
    String step = "@SimpleRnn(units = 2, activation = Activation.RELU, sequences = true)";
    gives(graph("TORCH", step, torch(1, relu)), 0.804559f, 0, 0.558608f, 0.428969f, 0, 0);
  }

  @Test
  void gatesOfPyTorch() {
    float[][] gru = {
      {
        0.602834f,
        0.060901f,
        0.354363f,
        0.223129f,
        0.627366f,
        -0.293950f,
        0.590419f,
        0.507171f,
        -0.282220f,
        0.433439f,
        0.653718f,
        -0.399814f
      },
      {
        -0.275809f,
        0.483734f,
        0.570154f,
        0.186533f,
        0.217141f,
        0.523731f,
        0.619695f,
        -0.447213f,
        -0.290859f,
        0.595362f,
        0.381923f,
        -0.331781f
      },
      {-0.239925f, 0.686211f, -0.442878f, 0.454870f, 0.410317f, -0.678149f},
      {-0.705864f, 0.234739f, 0.346938f, 0.626777f, 0.087154f, 0.479714f}
    };
    gives(graph("TORCH", "@Gru(units = 2)", torch(3, gru)), 0.745647f, -0.253898f);
    float[][] lstm = {
      {
        -0.502528f, 0.422083f, -0.681190f, 0.460634f, 0.076661f, 0.436783f, 0.279317f, -0.489182f,
        0.007343f, 0.089440f, 0.101653f, -0.619111f, -0.357166f, -0.333087f, -0.384350f, 0.602104f
      },
      {
        0.399987f, 0.291162f, -0.211978f, -0.573720f, 0.150474f, 0.653336f, 0.314699f, -0.570882f,
        -0.062690f, 0.028720f, 0.448759f, 0.298716f, -0.498656f, -0.666844f, 0.209959f, 0.345196f
      },
      {0.405558f, 0.486760f, 0.625070f, -0.295163f, -0.687787f, 0.346284f, 0.682072f, -0.515047f},
      {-0.355961f, 0.605430f, 0.552277f, -0.067630f, -0.403603f, 0.129632f, -0.692568f, -0.279300f}
    };
    gives(
        graph("TORCH", "@Lstm(units = 2, sequences = true)", torch(4, lstm)),
        -0.120892f,
        0.068389f,
        -0.199834f,
        -0.256750f,
        -0.511622f,
        -0.200138f);
  }

  private static Npz keras(int gates, int biases, float[][] arrays) {
    int rows = 2 * gates;
    int[] bias = biases == 1 ? new int[] {rows} : new int[] {biases, rows};
    return new Npz()
        .with("y.kernel", new int[] {2, rows}, arrays[0])
        .with("y.recurrent_kernel", new int[] {2, rows}, arrays[1])
        .with("y.bias", bias, arrays[2]);
  }

  @Test
  void gatesOfKeras() {
    float[][] simple = {
      {-0.456f, -0.122f, 1.165f, 0.461f}, {-1.149f, -0.004f, -0.436f, 0.104f}, {-1.126f, 0.169f}
    };
    gives(graph("KERAS", "@SimpleRnn(units = 2)", keras(1, 1, simple)), -0.775487f, 0.649803f);
    float[][] gru = {
      {
        0.165f, 1.103f, 0.222f, 0.357f, -1.045f, 1.577f, -1.341f, 0.771f, -0.231f, -0.616f, -0.459f,
        -0.470f
      },
      {
        0.266f, -0.077f, 1.038f, -1.281f, -0.002f, -0.624f, 0.543f, -1.483f, -0.241f, 0.147f,
        -1.039f, 0.690f
      },
      {
        0.125f, 0.705f, 0.671f, -0.686f, -0.558f, -0.142f, 0.524f, 0.596f, -0.497f, -0.425f,
        -0.558f, -0.409f
      }
    };
    gives(graph("KERAS", "@Gru(units = 2)", keras(3, 2, gru)), 0.062044f, -0.411430f);
    float[][] before = {
      {
        -0.167f, -0.092f, 1.441f, -0.354f, -0.202f, 0.321f, -0.667f, -0.258f, 0.009f, 0.542f,
        -0.921f, 0.960f
      },
      {
        -0.247f, 0.119f, 0.593f, 0.463f, 0.741f, 0.121f, -0.014f, 0.222f, -0.697f, 0.850f, -0.543f,
        -0.882f
      },
      {1.439f, -0.096f, -0.825f, 1.297f, -0.231f, 0.743f}
    };
    String step = "@Gru(units = 2, resetAfter = false)";
    gives(graph("KERAS", step, keras(3, 1, before)), -0.534312f, 0.541765f);
    float[][] lstm = {
      {
        -0.581f, -0.174f, -1.182f, -1.336f, -0.684f, -0.055f, 0.559f, 1.698f, -0.722f, 0.706f,
        -0.423f, -0.107f, -1.037f, -1.035f, -0.545f, -0.835f
      },
      {
        -0.002f, -0.492f, 0.875f, 0.107f, 0.116f, 0.796f, 0.363f, -0.026f, -0.064f, -0.085f, 0.754f,
        0.548f, 0.256f, 0.559f, -0.381f, 0.358f
      },
      {-0.989f, 0.943f, 0.063f, 0.128f, 0.420f, -0.007f, -0.178f, 0.833f}
    };
    gives(graph("KERAS", "@Lstm(units = 2)", keras(4, 1, lstm)), 0.030502f, -0.068360f);
  }

  /** By hand: with weights of 0 the gates are halves, and h goes half of the way. */
  @Test
  void fastGrnn() {
    Npz weights =
        new Npz()
            .with("y.W", PAIR, 0, 0, 0, 0)
            .with("y.U", PAIR, 0, 0, 0, 0)
            .with("y.bias_gate", new int[] {1, 2}, 0, 0)
            .with("y.bias_update", new int[] {1, 2}, 100, -100)
            .with("y.zeta", new int[] {1, 1}, 100)
            .with("y.nu", new int[] {1, 1}, -100);
    gives(
        graph("TORCH", "@FastGrnn(units = 2, sequences = true)", weights),
        0.5f,
        -0.5f,
        0.75f,
        -0.75f,
        0.875f,
        -0.875f);
    Npz once =
        new Npz()
            .with("y.W", PAIR, 1, 2, 3, 4)
            .with("y.U", PAIR, 0, 0, 0, 0)
            .with("y.bias_gate", new int[] {1, 2}, -100, -100)
            .with("y.bias_update", new int[] {1, 2}, 0, 0)
            .with("y.zeta", new int[] {1, 1}, 100)
            .with("y.nu", new int[] {1, 1}, -100);
    // x W: inputs count the rows.
    gives(
        graph("KERAS", "@FastGrnn(units = 2)", once),
        (float) Math.tanh(-1.5 + 3 * 0.75),
        (float) Math.tanh(-1.5 * 2 + 4 * 0.75));
  }

  @Test
  void states() {
    Npz weights =
        new Npz()
            .with("y.weight_ih_l0", new int[] {1, 2}, 0.25f, 0)
            .with("y.weight_hh_l0", new int[] {1, 1}, 0.5f);
    String step = "@SimpleRnn(units = 1, activation = Activation.RELU, stateful = true)";
    FloatEvaluator evaluator = new FloatEvaluator(graph("TORCH", step, weights));
    float[] x = {1, 0, 1, 0, 1, 0};
    assertThat(evaluator.evaluate(List.of(x)).get("y")).containsExactly(0.4375f);
    assertThat(evaluator.evaluate(List.of(x)).get("y")).containsExactly(0.4921875f);
    evaluator.reset();
    assertThat(evaluator.evaluate(List.of(x)).get("y")).containsExactly(0.4375f);
  }

  /** Two filters a unit, each of the last two steps; both units by hand. */
  @Test
  void svdf() {
    Npz weights =
        new Npz()
            .with("y.weight_feature", new int[] {4, 2}, 1, 0, 0, 1, 1, 1, 2, 0)
            .with("y.weight_time", new int[] {4, 2}, 1, 2, 3, 4, 0, 1, 1, 0)
            .with("y.bias", new int[] {2}, 0.5f, -10);
    gives(
        graph("TORCH", "@Svdf(units = 2, rank = 2, memory = 2)", weights),
        8.5f,
        -5.75f,
        6.75f,
        -10.25f);
    gives(
        graph(
            "TORCH",
            "@Svdf(units = 4, memory = 2, activation = Activation.RELU)",
            new Npz()
                .with("y.weight_feature", new int[] {4, 2}, 1, 0, 0, 1, 1, 1, 2, 0)
                .with("y.weight_time", new int[] {4, 2}, 1, 2, 3, 4, 0, 1, 1, 0)),
        1.5f,
        6.5f,
        2.25f,
        2,
        0,
        9,
        0,
        0.5f);
  }
}

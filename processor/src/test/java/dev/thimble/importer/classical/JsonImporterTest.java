package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.quantize.FloatEvaluator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonImporterTest {
  private static final String STUMP =
      "{'feature': [1, -2, -2], 'threshold': [0.5, -2, -2], 'left': [1, -1, -1],"
          + " 'right': [2, -1, -1], 'value': [[3, 3], [3, 1], [0, 2]]}";
  private static final String FOREST =
      "{'kind': 'RandomForestClassifier', 'classes': ['off', 'on'], 'trees': [" + STUMP + "]}";
  private static final String BOOSTED =
      "{'kind': 'GradientBoostingClassifier', 'classes': [0, 1], 'init': [-0.25],"
          + " 'learning_rate': 0.5, 'n_features_in': 3, 'trees': ["
          + STUMP.replace("[[3, 3], [3, 1], [0, 2]]", "[[0], [-1], [2]]")
          + "]}";

  private static ModelFile file(String json) {
    return new ModelFile("m.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static float[] scores(String json, float... x) throws Problem {
    Graph graph = new JsonImporter().read(file(json));
    return new FloatEvaluator(graph).evaluate(List.of(x)).get("scores");
  }

  @Test
  void countsBecomeShares() throws Problem {
    assertThat(scores(FOREST, 9, 0.5f)).containsExactly(0.75f, 0.25f);
    assertThat(scores(FOREST, 9, 0.6f)).containsExactly(0, 1);
    assertThat(new JsonImporter().labels(file(FOREST))).containsExactly("off", "on");
  }

  @Test
  void forestsAreMeans() throws Problem {
    String two = FOREST.replace("]}]}", "]}, " + STUMP.replace("[0, 2]", "[2, 0]") + "]}");
    assertThat(scores(two, 0, 1)).containsExactly(0.5f, 0.5f);
    String regression =
        two.replace("RandomForestClassifier", "ExtraTreesRegressor").replace("'classes'", "'c'");
    assertThat(scores(regression, 0, 0)).containsExactly(3, 1);
  }

  @Test
  void boostedTreesOfTwoClassesAreOneSum() throws Problem {
    assertThat(scores(BOOSTED, 0, 0, 0)).containsExactly(0, -0.75f);
    assertThat(scores(BOOSTED, 0, 1, 0)).containsExactly(0, 0.75f);
  }

  @Test
  void aTreeWithoutSplitsIsItsLeaf() throws Problem {
    String leaf =
        "{'feature': [-2], 'threshold': [-2], 'left': [-1], 'right': [-1], 'value': [[1, 3]]}";
    String two =
        "{'kind': 'ExtraTreesClassifier', 'classes': [0, 1], 'trees': [%s, %s]}"
            .formatted(leaf, leaf.replace("[1, 3]", "[3, 1]"));
    assertThat(scores(two, 7)).containsExactly(0.5f, 0.5f);
  }

  @Test
  void rowsAreBroughtToLengthOne() throws Problem {
    String model =
        "{'steps': [{'kind': 'Normalizer', 'n_features_in': 2},"
            + " {'kind': 'LinearRegression', 'coef': [[5, 10]], 'intercept': [1]}]}";
    assertThat(scores(model, 3, 4)).containsExactly(12);
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> scores(model.replace("'Normalizer'", "'Normalizer', 'norm': 'l1'"), 3, 4));
    assertThat(problem).hasMessageContaining("norm is l1, but only l2 is read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "TM3601 | [1] | [2] | it holds no object",
        "TM3601 | 'kind' | kind | grammar",
        "TM3602 | RandomForestC | RandomForestK | RandomForestClassifier",
        "TM3603 | 'kind' | 'k' | kind must be a text, but is missing",
        "TM3603 | [0.5, -2, -2] | [0.5, 'x', -2] | trees[0].threshold[1] must be a finite number",
        "TM3603 | [1, -2, -2] | [0.5, -2, -2] | trees[0].feature[0] must be a whole number",
        "TM3603 | [1, -2, -2] | 7 | trees[0].feature must be a list, but is 7",
        "TM3603 | [3, 1] | [3] | trees[0].value[1] must be a row of 2",
        "TM3604 | [2, -1, -1] | [1, -1, -1] | trees[0].node 1",
        "TM3604 | [2, -1, -1] | [0, -1, -1] | trees[0].node 0",
        "TM3604 | [2, -1, -1] | [9, -1, -1] | trees[0].node 9",
        "TM3604 | [1, -2, -2] | [-2, -2, -2] | splits by feature -2",
        "TM3604 | [1, -2, -2] | [1, -2] | differ in length",
        "TM3604 | [3, 1] | [0, 0] | value[1] holds no sample",
        "TM3604 | ['off', 'on'] | ['off'] | value has 2 numbers a node instead of 1",
        "TM3604 | 'classes' | 'n_features_in': 1, 'classes' | a split asks for feature 1",
      })
  void faultsAreNamed(String code, String written, String by, String text) {
    String json = "[1]".equals(written) ? by : FOREST.replace(written, by);
    Problem problem =
        catchThrowableOfType(Problem.class, () -> new JsonImporter().read(file(json)));
    assertThat(problem.code().code()).isEqualTo(code);
    assertThat(problem).hasMessageContaining(text);
  }

  @Test
  void boostedSumsMustAgree() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> new JsonImporter().read(file(BOOSTED.replace("[-0.25]", "[0, 0]"))));
    assertThat(problem).hasMessageContaining("init has 2 numbers for 2 classes");
  }

  @Test
  void eachNodeOfAnIsolationForestHasItsSamples() {
    String tree = STUMP.replace("[[3, 3], [3, 1], [0, 2]]", "[[0], [0], [0]]");
    String forest =
        "{'kind': 'IsolationForest', 'max_samples': 6, 'trees': ["
            + tree.replace("'value'", "'n_node_samples': [6, 4], 'value'")
            + "]}";
    Problem problem =
        catchThrowableOfType(Problem.class, () -> new JsonImporter().read(file(forest)));
    assertThat(problem.code().code()).isEqualTo("TM3604");
    assertThat(problem)
        .hasMessageContaining("trees[0].n_node_samples and feature differ in length");
  }

  @Test
  void everyKindIsDocumented() throws Exception {
    Path page = Path.of("..", "docs", "classical.md");
    String text = Files.readString(Files.exists(page) ? page : Path.of("docs/classical.md"));
    assertThat(JsonImporter.kinds()).allMatch(kind -> text.contains("`" + kind + "`"));
  }
}

package dev.thimble.processor;

import static java.util.stream.Collectors.joining;

import dev.thimble.diagnostic.BudgetMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.quantize.Equalise;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Widths;
import dev.thimble.resolve.ResolvedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the widths of steps with {@code precision = AUTO}. */
final class WidthChoice {
  /** Multiply-accumulates that take some seconds. */
  private static final long LONG_WORK = 3_000_000_000L;

  /** Fewer right answers by so many are as good as chance; or by one sample, if that is more. */
  private static final double HALF_A_POINT = 0.005;

  private static final int SHOWN = 4;

  private final Attempts attempts;
  private final ResolvedModel model;
  private final Precisions precisions;
  private final Progress progress;

  WidthChoice(Attempts attempts, ResolvedModel model, Progress progress) {
    this.attempts = attempts;
    this.model = model;
    this.precisions = Precisions.of(model.declaration());
    this.progress = progress;
  }

  /**
   * What was found.
   *
   * @param note what was chosen and what it beat; empty where there was nothing to choose
   */
  record Choice(Build build, String note) {}

  /** Searches, if any step leaves its width open. */
  Choice find() throws Problem {
    QuantizerOptions options = QuantizerOptions.defaults().withWidths(precisions.widths());
    Build bytes = attempts.build(model, options, true);
    List<String> layers = layers(bytes.graphs().integer());
    if (layers.isEmpty()) {
      return new Choice(bytes, "");
    }
    announce(bytes, layers.size());
    double tolerance =
        bytes.accuracy().map(a -> Math.max(HALF_A_POINT, 1.0 / a.samples())).orElse(0.0);
    WidthTrials trials = new WidthTrials(attempts, model, layers, tolerance);
    trials.add(Collections.nCopies(layers.size(), Widths.BYTE), bytes);
    WidthSearch.Found found = WidthSearch.search(layers.size(), tolerance, wide(bytes), trials);
    WidthTrials.Trial best = trials.best(found.best().widths());
    String note =
        BudgetMessage.TM2110_WIDTHS.format(
            model.declaration().name().simpleName(),
            names(found.best(), layers),
            layers.size(),
            equalised(best.equalised()),
            table(found, best.outcome(), layers));
    return new Choice(best.build(), note);
  }

  private static String equalised(Equalise equalise) {
    return equalise == Equalise.NOTHING ? "" : ", " + equalise.what() + " equalised";
  }

  /** Whether a budget of accuracy may hold in 16 bits: reals hold it. */
  private boolean wide(Build bytes) {
    double most = bytes.accuracy().flatMap(Accuracy::real).orElse(0.0);
    return model.declaration().budgets().stream()
        .anyMatch(b -> b.has("accuracy") && b.number("accuracy").orElse(0.0) <= most);
  }

  /** Layers that are quantised here and whose width is free. */
  private List<String> layers(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> hasWeights(node) && precisions.isFree(node))
        .map(Node::name)
        .toList();
  }

  private static boolean hasWeights(Node node) {
    boolean linear =
        node.operator() instanceof Dense
            || node.operator() instanceof Conv2d
            || node.operator() instanceof DepthwiseConv2d;
    return node.operator() instanceof Recurrence
        || linear
            && node.arithmetic().orElseThrow() instanceof Arithmetic.Scaled scaled
            && scaled.rounding() == Arithmetic.Rounding.SINGLE;
  }

  private void announce(Build bytes, int layers) {
    long macs = bytes.program().kernels().stream().mapToLong(k -> k.macs()).sum();
    announcement(model.declaration().name().simpleName(), macs, layers).ifPresent(progress::say);
  }

  /** What is said before a search that takes some seconds. */
  static Optional<String> announcement(String name, long macs, int layers) {
    return macs * 2 * WidthTrials.FEW_SAMPLES * layers > LONG_WORK
        ? Optional.of(
            "["
                + BudgetMessage.TM2111_SEARCHING.code()
                + "] "
                + BudgetMessage.TM2111_SEARCHING.format(name, layers))
        : Optional.empty();
  }

  /** Layers that differ from 8 bits: {@code 4 bits for a, b; 16 bits for c}. */
  private static String names(WidthSearch.Tried tried, List<String> layers) {
    List<String> parts = new ArrayList<>();
    for (int bits : List.of(Widths.HALF, Widths.WORD)) {
      List<Integer> own = tried.layers(bits);
      if (!own.isEmpty()) {
        parts.add(bits + " bits for " + own.stream().map(layers::get).collect(joining(", ")));
      }
    }
    return parts.isEmpty() ? "8 bits for all" : String.join("; ", parts);
  }

  /** What was chosen, and the best of what it beat. */
  private static String table(
      WidthSearch.Found found, WidthSearch.Outcome chosen, List<String> layers) {
    StringBuilder table = new StringBuilder();
    row(table, "chosen", new WidthSearch.Tried(found.best().widths(), chosen), layers);
    found.tried().stream()
        .filter(tried -> !tried.equals(found.best()))
        .sorted(
            Comparator.comparingDouble((WidthSearch.Tried t) -> t.outcome().excess())
                .thenComparingDouble(t -> t.outcome().noise()))
        .limit(SHOWN)
        .forEach(tried -> row(table, tried.outcome().fits() ? "fits" : "does not", tried, layers));
    return table.toString();
  }

  private static void row(
      StringBuilder table, String verdict, WidthSearch.Tried tried, List<String> layers) {
    double most = tried.outcome().usages().stream().mapToDouble(u -> u).max().orElse(0);
    String accuracy =
        tried.outcome().accuracy() == 0
            ? ""
            : String.format(Locale.ROOT, ", accuracy %.4f", tried.outcome().accuracy());
    table.append(
        String.format(
            Locale.ROOT,
            "\n    %-9s %s   %.1f dB%s, the tightest limit filled to %.0f %%",
            verdict,
            names(tried, layers),
            -10 * Math.log10(tried.outcome().noise()),
            accuracy,
            100 * most));
  }
}

package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The trained weights of a model, by step name; knows which arrays were read. */
final class Weights {
  /** The main array of a layer; Keras calls it the kernel. */
  static final List<String> WEIGHT = List.of("weight", "kernel");

  private static final int MOST_NAMES = 12;

  private final AnnotationValues model;
  private final Optional<TensorFile> file;
  private final Diagnostics diagnostics;
  private final boolean cut;
  private final Map<String, Set<String>> read = new LinkedHashMap<>();

  /**
   * The weights of a model.
   *
   * @param file what {@code @TinyModel(weights)} names; empty if it names nothing or has a fault
   * @param cut whether larger arrays serve smaller steps, to see what these would cost
   */
  Weights(
      Declaration declaration, Optional<TensorFile> file, boolean cut, Diagnostics diagnostics) {
    this.model = declaration.model();
    this.file = file;
    this.cut = cut;
    this.diagnostics = diagnostics;
  }

  /** How the file lays out its axes. */
  Layout layout() {
    return Layout.valueOf(model.text("layout").orElse(Layout.TORCH.name()));
  }

  private String fileName() {
    return model.text("weights").orElse("");
  }

  /**
   * An array that a step cannot do without, in the file's order; empty where a fault was reported.
   *
   * @param suffixes its names behind the step's, the usual one first
   * @param shapes its shape in each layout
   */
  Optional<float[]> required(
      StepContext step, List<String> suffixes, Function<Layout, Shape> shapes) {
    List<String> suffixesHere = suffixes.subList(0, layout() == Layout.KERAS ? suffixes.size() : 1);
    Optional<Array> array = find(step, suffixesHere);
    if (array.isPresent()) {
      return checked(step, array.get(), shapes);
    }
    if (file.isPresent()) {
      missing(step, step.name() + "." + suffixesHere.get(0), shapes.apply(layout()), file.get());
    } else if (!model.has("weights")) {
      diagnostics.report(step.values().place(), ShapeMessage.TM1205_NO_WEIGHTS_FILE);
    }
    return Optional.empty();
  }

  /** An array that a step may do without. */
  Optional<float[]> optional(StepContext step, List<String> suffixes, Shape shape) {
    return find(step, suffixes).flatMap(a -> checked(step, a, l -> shape));
  }

  /** The bias of a layer, zeros where the file has none, as a constant of the graph. */
  String bias(StepContext step, int outputs) {
    Shape shape = Shape.of(outputs);
    float[] data = optional(step, List.of("bias"), shape).orElseGet(() -> new float[outputs]);
    return step.constant("bias", shape, Optional.of(data));
  }

  private Optional<Array> find(StepContext step, List<String> suffixes) {
    for (String suffix : suffixes) {
      String name = step.name() + "." + suffix;
      read.computeIfAbsent(step.name(), s -> new LinkedHashSet<>()).add(name);
      Optional<Array> array = file.flatMap(f -> f.find(name));
      if (array.isPresent()) {
        return array;
      }
    }
    return Optional.empty();
  }

  private void missing(StepContext step, String name, Shape shape, TensorFile arrays) {
    diagnostics.report(
        step.values().place(),
        ShapeMessage.TM1202_MISSING_WEIGHT,
        fileName(),
        name,
        shape,
        Suggestions.didYouMean(name, arrays.names()),
        Suggestions.some(arrays.names(), MOST_NAMES));
  }

  private Optional<float[]> checked(StepContext step, Array array, Function<Layout, Shape> shapes) {
    Shape expected = shapes.apply(layout());
    Optional<float[]> corner = cut ? Corner.of(array, expected) : Optional.empty();
    if (corner.isPresent()) {
      return corner;
    }
    if (!array.extents().equals(expected.extents())) {
      wrongShape(step, array, shapes);
      return Optional.empty();
    }
    float[] data = array.floats();
    int bad = Numbers.firstNotFinite(data);
    if (bad >= 0) {
      diagnostics.report(
          step.values().place(),
          ShapeMessage.TM1204_WEIGHT_NOT_FINITE,
          array.name(),
          fileName(),
          data[bad],
          Numbers.index(bad, array.extents()),
          Numbers.countNotFinite(data),
          data.length);
      return Optional.empty();
    }
    return Optional.of(data);
  }

  private void wrongShape(StepContext step, Array array, Function<Layout, Shape> shapes) {
    Layout other = layout() == Layout.TORCH ? Layout.KERAS : Layout.TORCH;
    boolean fitsOther = array.extents().equals(shapes.apply(other).extents());
    diagnostics.report(
        step.values().place(),
        ShapeMessage.TM1203_WEIGHT_SHAPE,
        array.name(),
        fileName(),
        array.shape(),
        shapes.apply(Layout.TORCH),
        shapes.apply(Layout.KERAS),
        layout(),
        fitsOther ? " Did you mean @TinyModel(layout = " + other + ")?" : "");
  }

  /** Reports arrays that nothing has read: often a misspelt bias, which is optional. */
  void reportUnused(List<StepDeclaration> steps) {
    if (file.isEmpty()) {
      return;
    }
    List<String> unknown = new ArrayList<>();
    for (String name : file.get().names()) {
      int dot = name.lastIndexOf('.');
      String owner = dot < 0 ? name : name.substring(0, dot);
      Set<String> readOfStep = read.getOrDefault(owner, Set.of());
      boolean counter = name.endsWith(".num_batches_tracked");
      if (counter || readOfStep.contains(name)) {
        continue;
      }
      Optional<StepDeclaration> step =
          steps.stream().filter(s -> s.name().equals(owner)).findFirst();
      step.ifPresentOrElse(s -> unused(name, s, readOfStep), () -> unknown.add(name));
    }
    if (!unknown.isEmpty()) {
      diagnostics.report(
          model.placeOf("weights"),
          ShapeMessage.TM1207_UNUSED_ARRAYS,
          fileName(),
          Suggestions.some(unknown, MOST_NAMES));
    }
  }

  private void unused(String name, StepDeclaration step, Set<String> readOfStep) {
    diagnostics.report(
        step.annotation().place(),
        ShapeMessage.TM1206_UNUSED_ARRAY,
        name,
        fileName(),
        step.name(),
        step.annotation().type(),
        Suggestions.some(readOfStep, MOST_NAMES));
  }
}

package dev.thimble.resolve;

import dev.thimble.declaration.Declaration;
import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A declaration whose steps are known and whose shapes fit.
 *
 * @param declaration what the user wrote
 * @param graph the network: in reals for declared steps, in integers where a model file brought
 *     them
 * @param steps the declared steps in order
 * @param decision the step that decides, if one does
 * @param inputRanges the ranges in reals that the user stated for inputs, by step
 * @param calibration typical inputs, of {@code @TinyModel(calibration)}
 * @param evaluation labelled inputs, of {@code @TinyModel(evaluation)}
 * @param files every file that was read, each once
 * @param signal the signal that the model takes, if it takes one
 * @param dataValues the values that data files give: the inputs, or windows over a signal
 * @param detections decisions that become nodes once their scores are integers
 */
public record ResolvedModel(
    Declaration declaration,
    Graph graph,
    List<ResolvedStep> steps,
    Optional<ResolvedDecision> decision,
    Map<String, InputRange> inputRanges,
    Optional<TensorFile> calibration,
    Optional<TensorFile> evaluation,
    List<ReadFile> files,
    Optional<SignalInput> signal,
    List<String> dataValues,
    List<LateDecision> detections) {
  /** Copies the lists. */
  public ResolvedModel {
    steps = List.copyOf(steps);
    inputRanges = Map.copyOf(inputRanges);
    files = List.copyOf(files);
    dataValues = List.copyOf(dataValues);
    detections = List.copyOf(detections);
  }

  /** The same model for a declaration that differs in nothing that was resolved: its chips. */
  public ResolvedModel with(Declaration changed) {
    return new ResolvedModel(
        changed,
        graph,
        steps,
        decision,
        inputRanges,
        calibration,
        evaluation,
        files,
        signal,
        dataValues,
        detections);
  }

  /** The smallest and the largest real that an input can be. */
  public record InputRange(double min, double max) {}

  /**
   * A declared step.
   *
   * @param name its name
   * @param annotation simple name of its annotation
   * @param value the graph's value that holds its result
   * @param reads names of the steps that feed it, in order; none for inputs
   */
  public record ResolvedStep(String name, String annotation, String value, List<String> reads) {
    /** Copies the list. */
    public ResolvedStep {
      reads = List.copyOf(reads);
    }
  }

  /**
   * The step that decides.
   *
   * @param step its name
   * @param labels texts by index; empty where the index itself is the decision
   * @param javaConstants names of enum constants by index
   * @param cConstants names of C constants by index, without the model's prefix
   */
  public record ResolvedDecision(
      String step, List<String> labels, List<String> javaConstants, List<String> cConstants) {
    /** Copies the lists. */
    public ResolvedDecision {
      labels = List.copyOf(labels);
      javaConstants = List.copyOf(javaConstants);
      cConstants = List.copyOf(cConstants);
    }
  }

  /**
   * A file that was read.
   *
   * @param name as the user wrote it
   * @param sha256 of its bytes, in hexadecimal
   */
  public record ReadFile(String name, String sha256) {}
}

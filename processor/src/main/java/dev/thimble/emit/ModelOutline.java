package dev.thimble.emit;

import dev.thimble.declaration.ModelName;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What the printers need to know of a model besides its program.
 *
 * @param name names of the class
 * @param isPublic whether generated classes are public
 * @param inputs tensors given from outside
 * @param outputs tensors handed out: every last step of the pipeline
 * @param steps the declared steps with what they hold
 * @param decision the step that decides, if one does
 * @param provenance files that the model was made from
 */
public record ModelOutline(
    ModelName name,
    boolean isPublic,
    List<Port> inputs,
    List<Port> outputs,
    List<Step> steps,
    Optional<Decision> decision,
    List<Provenance> provenance) {
  /** Copies the lists. */
  public ModelOutline {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    steps = List.copyOf(steps);
    provenance = List.copyOf(provenance);
  }

  /**
   * A tensor of the pipeline.
   *
   * @param step name of the step that names it
   * @param value name of the graph's value
   */
  public record Port(
      String step,
      String value,
      ElementType element,
      Shape shape,
      Optional<Quantization> quantization) {}

  /**
   * A declared step.
   *
   * @param name its name
   * @param annotation how it was declared: {@code Dense}
   * @param result what it computes
   * @param reads names of the steps that it reads
   * @param kernels names of the kernels that compute it, in order; none where it costs nothing
   */
  public record Step(
      String name, String annotation, Port result, List<String> reads, List<String> kernels) {}

  /**
   * The step that decides.
   *
   * @param step its name
   * @param labels texts by index; empty where the index itself is the decision
   * @param javaConstants enum constants by index
   * @param cConstants suffixes of the C constants by index
   */
  public record Decision(
      String step, List<String> labels, List<String> javaConstants, List<String> cConstants) {}

  /** A file that went into the model, and the SHA-256 of its bytes in hexadecimal. */
  public record Provenance(String file, String sha256) {}
}

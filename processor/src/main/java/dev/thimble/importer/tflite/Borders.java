package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Inputs and outputs of the graph. A model of integers whose border is made of reals is cut where
 * QUANTIZE and DEQUANTIZE stand: the user of a chip has integers, and their scales say what they
 * are.
 */
final class Borders {
  private static final int QUANTIZE = 114;
  private static final int CAST = 53;

  private final Assembly assembly;

  Borders(Assembly assembly) {
    this.assembly = assembly;
  }

  void inputs() throws Problem {
    List<Integer> inputs = assembly.graph().inputs();
    Map<Integer, List<FileOperator>> readers = readers();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < inputs.size(); i++) {
      FileTensor tensor = assembly.tensor(inputs.get(i));
      if (!seen.add(tensor.index()) || assembly.model().hasData(tensor.buffer())) {
        throw broken(tensor, "it is an input twice, or has data");
      }
      FileTensor form = quantised(tensor, readers).orElse(tensor);
      Optional<ElementType> element =
          castToReals(tensor, readers) ? Optional.of(ElementType.FLOAT32) : form.type().element();
      if (element.isEmpty() || tensor.empty() || form.type() == TensorType.FLOAT16) {
        throw new Problem(
            ImportMessage.TM3103_UNSUPPORTED_TENSOR,
            assembly.fileName(),
            tensor.shown(),
            "an input of that type",
            "Convert the model to int8, int16 or float32.");
      }
      String name = assembly.fresh(inputs.size() == 1 ? "input" : "input_" + i);
      assembly.bindInput(
          tensor.index(),
          element.get() == ElementType.FLOAT32
              ? Value.real(name, tensor.shape())
              : new Value(
                  name, element.get(), tensor.shape(), form.quantization(), Optional.empty()));
    }
  }

  private Map<Integer, List<FileOperator>> readers() {
    Map<Integer, List<FileOperator>> readers = new HashMap<>();
    for (FileOperator operator : assembly.graph().operators()) {
      for (int tensor : operator.inputs()) {
        readers.computeIfAbsent(tensor, t -> new ArrayList<>()).add(operator);
      }
    }
    return readers;
  }

  /** What a real input is quantised to, if nothing else happens to it. */
  private Optional<FileTensor> quantised(
      FileTensor input, Map<Integer, List<FileOperator>> readers) {
    List<FileOperator> own = readers.getOrDefault(input.index(), List.of());
    boolean only =
        input.type() == TensorType.FLOAT32
            && own.size() == 1
            && own.get(0).code() == QUANTIZE
            && own.get(0).outputs().size() == 1
            && !assembly.tensor(own.get(0).outputs().get(0)).isFloat()
            && !assembly.graph().outputs().contains(input.index());
    return only ? Optional.of(assembly.tensor(own.get(0).outputs().get(0))) : Optional.empty();
  }

  /** Integers, such as pixels, that the network only reads as reals are reals here. */
  private boolean castToReals(FileTensor input, Map<Integer, List<FileOperator>> readers) {
    List<FileOperator> own = readers.getOrDefault(input.index(), List.of());
    return !own.isEmpty()
        && !assembly.graph().outputs().contains(input.index())
        && own.stream()
            .allMatch(
                operator ->
                    operator.code() == CAST
                        && operator.outputs().size() == 1
                        && assembly.tensor(operator.outputs().get(0)).isFloat()
                        && !assembly.graph().outputs().contains(operator.outputs().get(0)));
  }

  void outputs() throws Problem {
    if (assembly.graph().outputs().isEmpty()) {
      throw assembly.model().file().broken(0, "it has no output");
    }
    Set<String> seen = new HashSet<>();
    for (int index : assembly.graph().outputs()) {
      FileTensor tensor = assembly.tensor(index);
      Value value =
          assembly
              .bound(index)
              .or(() -> assembly.islands().plain(index))
              .orElseThrow(() -> broken(tensor, "nothing writes this output"));
      if (value.isConstant() || !assembly.builder().has(value.name()) || !seen.add(value.name())) {
        throw broken(tensor, "this output is constant, or is there twice");
      }
      assembly.builder().output(value.name());
    }
  }

  private Problem broken(FileTensor tensor, String what) {
    return assembly.model().file().broken(0, "tensor " + tensor.shown() + ": " + what);
  }
}

package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.importer.data.FlatFile;
import dev.thimble.importer.data.FlatTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the tables of a subgraph and checks every index, type and extent in them. */
final class GraphReader {
  /** No kernel of TensorFlow Lite takes more. */
  static final int MAX_RANK = 8;

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

  /** Far more than any microcontroller holds. */
  private static final long MAX_ELEMENTS = 1L << 26;

  private static final int CUSTOM = 32;

  private final FlatFile file;
  private final List<FlatTable> codes;
  private final int buffers;

  GraphReader(FlatFile file, List<FlatTable> codes, int buffers) {
    this.file = file;
    this.codes = codes;
    this.buffers = buffers;
  }

  FileGraph read(FlatTable subgraph) throws Problem {
    List<FileTensor> tensors = new ArrayList<>();
    for (FlatTable table : subgraph.tables(0)) {
      tensors.add(tensor(tensors.size(), table));
    }
    List<Integer> inputs = indices(subgraph, 1, 0, tensors.size());
    List<Integer> outputs = indices(subgraph, 2, 0, tensors.size());
    List<FileOperator> operators = new ArrayList<>();
    for (FlatTable table : subgraph.tables(3)) {
      operators.add(operator(operators.size(), table, tensors.size()));
    }
    return new FileGraph(tensors, inputs, outputs, operators);
  }

  private FileTensor tensor(int index, FlatTable table) throws Problem {
    String name = printable(table.string(3));
    int code = table.uint8(1, 0);
    TensorType type =
        TensorType.of(code)
            .orElseThrow(
                () ->
                    new Problem(
                        ImportMessage.TM3103_UNSUPPORTED_TENSOR,
                        file.name(),
                        "\"" + name + "\"",
                        "type " + code,
                        "Convert the model to int8, int16 or float32."));
    int buffer = table.int32(2, 0);
    if (buffer < 0 || buffer >= Math.max(1, buffers)) {
      throw file.broken(table.position(), "tensor " + index + " has no buffer " + buffer);
    }
    if (table.table(6).isPresent()) {
      throw new Problem(
          ImportMessage.TM3103_UNSUPPORTED_TENSOR,
          file.name(),
          "\"" + name + "\"",
          "sparse storage",
          "Convert the model without sparsity.");
    }
    Optional<Shape> shape = shape(index, table);
    QuantizationReader quantization = new QuantizationReader(file, name, type);
    return new FileTensor(
        index,
        name,
        type,
        shape.orElse(Shape.of()),
        shape.isEmpty(),
        quantization.read(table.table(4)),
        buffers == 0 ? 0 : buffer,
        Arrays.stream(table.ints(7)).anyMatch(extent -> extent < 0),
        table.bool(5, false));
  }

  private Optional<Shape> shape(int index, FlatTable table) throws Problem {
    int[] extents = table.ints(0);
    if (extents.length > MAX_RANK) {
      throw file.broken(table.position(), "tensor " + index + " has " + extents.length + " axes");
    }
    long elements = 1;
    for (int extent : extents) {
      elements *= Math.max(extent, 1);
      if (extent < 0 || elements > MAX_ELEMENTS) {
        throw file.broken(
            table.position(), "tensor " + index + " has the extents " + Arrays.toString(extents));
      }
    }
    // Tensors that only carry a scale may have no elements; whoever reads one is told.
    return Arrays.stream(extents).anyMatch(e -> e == 0)
        ? Optional.empty()
        : Optional.of(Shape.of(extents));
  }

  private FileOperator operator(int index, FlatTable table, int tensors) throws Problem {
    int codeIndex = table.int32(0, 0);
    if (codeIndex < 0 || codeIndex >= codes.size()) {
      throw file.broken(table.position(), "operator " + index + " has no code " + codeIndex);
    }
    FlatTable code = codes.get(codeIndex);
    // The first field is a byte; codes that do not fit stand in a wider one that was added later.
    int builtin = Math.max((byte) code.uint8(0, 0), code.int32(3, 0));
    return new FileOperator(
        index,
        builtin,
        builtin == CUSTOM ? printable(code.string(1)) : "",
        indices(table, 1, -1, tensors),
        indices(table, 2, 0, tensors),
        table.uint8(3, 0),
        table.table(4),
        indices(table, 8, -1, tensors));
  }

  private List<Integer> indices(FlatTable table, int field, int lowest, int count) throws Problem {
    List<Integer> indices = new ArrayList<>();
    for (int index : table.ints(field)) {
      if (index < lowest || index >= count) {
        throw file.broken(table.position(), "there is no tensor " + index);
      }
      indices.add(index);
    }
    return List.copyOf(indices);
  }

  /** Names come from the file and go to a terminal: no control characters, no novels. */
  static String printable(String text) {
    String clean = UNPRINTABLE.matcher(text).replaceAll("?");
    return clean.length() <= 60 ? clean : "..." + clean.substring(clean.length() - 57);
  }
}

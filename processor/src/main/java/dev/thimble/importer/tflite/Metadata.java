package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.Normalization;
import dev.thimble.importer.data.FlatFile;
import dev.thimble.importer.data.FlatTable;
import dev.thimble.importer.data.ZipEntries;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a file says of itself: a table of its own ({@code metadata_schema.fbs}) in the buffer named
 * {@code TFLITE_METADATA}, and files in a zip archive behind the model.
 */
final class Metadata {
  private static final String NAME = "TFLITE_METADATA";
  private static final String IDENTIFIER = "M001";

  /** Fields of the tables that are read. */
  private static final int SUBGRAPHS = 3;

  private static final int INPUTS = 2;
  private static final int OUTPUTS = 3;
  private static final int PROCESS_UNITS = 4;
  private static final int UNIT_TYPE = 0;
  private static final int UNIT_OPTIONS = 1;

  /** The kind of a process unit that is a normalisation. */
  private static final int NORMALIZATION = 1;

  private static final int FILES_OF_TENSOR = 6;
  private static final int FILE_NAME = 0;
  private static final int FILE_TYPE = 2;
  private static final int FILE_LOCALE = 3;

  /** The kind of a file with a label a line, one for each element along an axis. */
  private static final int AXIS_LABELS = 2;

  /** Longer lists are no classes that a microcontroller tells apart. */
  private static final int MAX_BYTES = 1 << 20;

  private final FlatFile model;
  private final Optional<FlatTable> root;

  private Metadata(FlatFile model, Optional<FlatTable> root) {
    this.model = model;
    this.root = root;
  }

  /** The model's metadata; nothing is in it where the file has none. */
  static Metadata of(FileModel model) throws Problem {
    Optional<ByteBuffer> buffer = model.metadata(NAME);
    if (buffer.isEmpty() || buffer.get().capacity() == 0) {
      return new Metadata(model.file(), Optional.empty());
    }
    byte[] bytes = new byte[buffer.get().capacity()];
    model.file().charge(bytes.length, "too much metadata");
    buffer.get().get(bytes);
    FlatFile file = new FlatFile(model.file().name(), bytes);
    file.need(0, 2 * Integer.BYTES, "the metadata's header");
    String identifier =
        new String(bytes, Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
    if (!identifier.equals(IDENTIFIER)) {
      throw file.broken(Integer.BYTES, "its metadata is not " + IDENTIFIER);
    }
    return new Metadata(model.file(), Optional.of(FlatTable.root(file)));
  }

  /** The labels of the first output's last axis; those without a language first. */
  List<String> labels() throws Problem {
    if (root.isEmpty()) {
      return List.of();
    }
    Optional<FlatTable> output = first(root.get(), SUBGRAPHS);
    if (output.isPresent()) {
      output = first(output.get(), OUTPUTS);
    }
    if (output.isEmpty()) {
      return List.of();
    }
    Optional<String> chosen = Optional.empty();
    for (FlatTable file : output.get().tables(FILES_OF_TENSOR)) {
      boolean plain = file.string(FILE_LOCALE).isEmpty();
      if (file.uint8(FILE_TYPE, 0) == AXIS_LABELS && (chosen.isEmpty() || plain)) {
        chosen = Optional.of(file.string(FILE_NAME));
      }
    }
    return chosen.isPresent() ? lines(chosen.get()) : List.of();
  }

  /**
   * What the file wants done to each input's raw numbers. Only where one mean and one deviation
   * hold for all channels: an input has one scale.
   */
  List<Optional<Normalization>> normalizations() throws Problem {
    Optional<FlatTable> graph = root.isEmpty() ? root : first(root.get(), SUBGRAPHS);
    List<Optional<Normalization>> normalizations = new ArrayList<>();
    if (graph.isPresent()) {
      for (FlatTable input : graph.get().tables(INPUTS)) {
        normalizations.add(normalization(input));
      }
    }
    return normalizations;
  }

  private Optional<Normalization> normalization(FlatTable input) throws Problem {
    for (FlatTable unit : input.tables(PROCESS_UNITS)) {
      Optional<FlatTable> options = unit.table(UNIT_OPTIONS);
      if (unit.uint8(UNIT_TYPE, 0) == NORMALIZATION && options.isPresent()) {
        Optional<Float> mean = same(options.get().floats(0));
        Optional<Float> deviation = same(options.get().floats(1));
        if (mean.isPresent() && deviation.isPresent()) {
          return Optional.of(checked(mean.get(), deviation.get()));
        }
      }
    }
    return Optional.empty();
  }

  private Normalization checked(float mean, float deviation) throws Problem {
    if (!(deviation > 0) || Float.isInfinite(deviation) || !(Math.abs(mean) < 1 << 24)) {
      throw model.broken(
          0, "its metadata normalises by the mean " + mean + " and the deviation " + deviation);
    }
    return new Normalization(mean, deviation);
  }

  private static Optional<Float> same(float... numbers) {
    for (float number : numbers) {
      if (number != numbers[0] && !(Float.isNaN(number) && Float.isNaN(numbers[0]))) {
        return Optional.empty();
      }
    }
    return numbers.length == 0 ? Optional.empty() : Optional.of(numbers[0]);
  }

  private static Optional<FlatTable> first(FlatTable table, int field) throws Problem {
    return table.tables(field).stream().findFirst();
  }

  private List<String> lines(String name) throws Problem {
    ZipEntries zip =
        new ZipEntries(
            model.bytes().array(), fault -> model.broken(0, "the files of its metadata: " + fault));
    for (ZipEntries.Entry entry : zip.entries()) {
      if (entry.name().equals(name)) {
        if (entry.size() > MAX_BYTES) {
          throw model.broken(entry.begin(), "its labels have " + entry.size() + " bytes");
        }
        String text = new String(zip.bytes(entry), StandardCharsets.UTF_8);
        return text.lines().map(String::strip).toList();
      }
    }
    throw model.broken(0, "its metadata names the labels \"" + name + "\", which are not there");
  }
}

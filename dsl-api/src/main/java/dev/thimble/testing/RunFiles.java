package dev.thimble.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The files through which a run talks, the same on each platform. Words have 32 bits,
 * little-endian.
 *
 * <ul>
 *   <li>{@code in.bin}: for each input a byte (1: start the model anew) and the bytes of the input
 *       ports
 *   <li>{@code out.bin}: for each input two words, result and stack, and the bytes of the output
 *       ports
 *   <li>{@code trace.bin}: records of two words, step and length, and the data; step -1 begins an
 *       inference
 *   <li>{@code counts.txt}: {@code total <n>} for each inference, {@code step <function> <calls>
 *       <min> <max> <sum>}
 * </ul>
 */
record RunFiles(ModelInfo model, Path directory) {
  private static final int HEAD_BYTES = 8;
  private static final int NEW_INFERENCE = -1;

  void writeInputs(List<byte[]> inputs, int restartEvery) {
    try (OutputStream file = open("in.bin")) {
      for (int i = 0; i < inputs.size(); i++) {
        byte[] input = inputs.get(i);
        if (input.length != model.inputBytes()) {
          throw new IllegalArgumentException(
              String.format(
                  "Input %d has %d bytes; %s takes %d",
                  i, input.length, model.cName(), model.inputBytes()));
        }
        file.write(i == 0 || (restartEvery > 0 && i % restartEvery == 0) ? 1 : 0);
        file.write(input);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OutputStream open(String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(directory.resolve(name)));
  }

  int outputsSoFar() {
    Path file = directory.resolve("out.bin");
    try {
      return Files.exists(file) ? (int) (Files.size(file) / (HEAD_BYTES + model.outputBytes())) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads all results of so many inputs. */
  Run read(int inputs, boolean traced, Unit unit) {
    if (outputsSoFar() != inputs) {
      throw new TargetException(
          model.cName() + " answered " + outputsSoFar() + " of " + inputs + " inputs");
    }
    try {
      return readAll(inputs, traced, unit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Run readAll(int inputs, boolean traced, Unit unit) throws IOException {
    List<byte[]> outputs = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    int stack = readOutputs(inputs, outputs, results);
    List<Long> totals = new ArrayList<>();
    Map<String, LongSummary> steps = new LinkedHashMap<>();
    readCounts(totals, steps);
    if (traced) {
      return new Run(outputs, results, readTrace(), List.of(), Map.of(), OptionalInt.empty(), unit);
    }
    if (totals.size() != inputs) {
      throw new TargetException(
          model.runFunction()
              + " was measured "
              + totals.size()
              + " times for "
              + inputs
              + " inputs");
    }
    OptionalInt deepest = unit == Unit.NANOSECONDS ? OptionalInt.empty() : OptionalInt.of(stack);
    return new Run(outputs, results, List.of(), totals, steps, deepest, unit);
  }

  /** Returns the deepest stack. */
  private int readOutputs(int inputs, List<byte[]> outputs, List<Integer> results)
      throws IOException {
    int stack = 0;
    try (DataInputStream file = input("out.bin")) {
      for (int i = 0; i < inputs; i++) {
        results.add(word(file));
        stack = Math.max(stack, word(file));
        outputs.add(bytes(file, model.outputBytes()));
      }
    }
    return stack;
  }

  private void readCounts(List<Long> totals, Map<String, LongSummary> steps) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("counts.txt"))) {
      lines.map(line -> line.split(" ")).forEach(fields -> readCount(fields, totals, steps));
    }
  }

  private static void readCount(
      String[] fields, List<Long> totals, Map<String, LongSummary> steps) {
    if (fields[0].equals("total")) {
      totals.add(Long.valueOf(fields[1]));
    } else {
      long[] n = Stream.of(fields).skip(2).mapToLong(Long::parseLong).toArray();
      steps.put(fields[1], new LongSummary(n[0], n[1], n[2], n[3]));
    }
  }

  private List<List<byte[]>> readTrace() throws IOException {
    List<List<byte[]>> trace = new ArrayList<>();
    List<ByteArrayOutputStream> current = List.of();
    try (DataInputStream file = input("trace.bin")) {
      while (file.available() > 0) {
        int step = word(file);
        int length = word(file);
        if (step == NEW_INFERENCE) {
          finish(current, trace);
          current =
              Stream.generate(ByteArrayOutputStream::new).limit(model.steps().size()).toList();
        } else if (step < 0 || step >= current.size()) {
          throw new TargetException(
              model.cName() + " traced step " + step + " of " + current.size());
        } else {
          current.get(step).write(bytes(file, length));
        }
      }
    }
    finish(current, trace);
    return trace;
  }

  private static void finish(List<ByteArrayOutputStream> steps, List<List<byte[]>> trace) {
    if (!steps.isEmpty()) {
      trace.add(steps.stream().map(ByteArrayOutputStream::toByteArray).toList());
    }
  }

  private DataInputStream input(String name) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(Files.newInputStream(directory.resolve(name))));
  }

  private static int word(DataInputStream file) throws IOException {
    return Integer.reverseBytes(file.readInt());
  }

  private static byte[] bytes(DataInputStream file, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.readFully(bytes);
    return bytes;
  }
}

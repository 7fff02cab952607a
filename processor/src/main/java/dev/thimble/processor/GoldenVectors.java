package dev.thimble.processor;

import dev.thimble.TwinBytes;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import dev.thimble.importer.TensorFile;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.resolve.ResolvedModel;
import dev.thimble.testing.Golden;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Inputs with the result of every kernel, computed by the interpreter: what the generated tests
 * hold the twin and the C to. The inputs are samples of the user's data where there are any, drawn
 * at random with a fixed seed.
 */
final class GoldenVectors {
  private static final int MOST = 16;
  private static final int LEAST = 1;

  /**
   * Multiply-accumulates that the golden vectors may cost: a fraction of a second of the
   * compilation.
   */
  private static final long WORK = 10_000_000;

  private static final long SEED = 7;

  private GoldenVectors() {}

  static Golden of(ResolvedModel model, Graph graph, Program program) {
    Interpreter interpreter = new Interpreter(program);
    List<Golden.Vector> vectors = new ArrayList<>();
    List<List<long[]>> inputs =
        program.stream().isPresent() ? SignalVectors.of(program) : inputs(model, graph, program);
    for (List<long[]> input : inputs) {
      interpreter.run(input);
      List<byte[]> results = new ArrayList<>();
      for (Kernel kernel : program.kernels()) {
        Buffer output = kernel.outputs().get(0);
        boolean ran = interpreter.runs(kernel) && program.completes(kernel);
        results.add(ran ? bytes(output, interpreter.read(output)) : new byte[0]);
      }
      vectors.add(new Golden.Vector(joined(program.inputs(), input), results));
    }
    return new Golden(vectors);
  }

  private static List<List<long[]>> inputs(ResolvedModel model, Graph graph, Program program) {
    Random random = new Random(SEED);
    int count = count(program);
    Optional<TensorFile> data = model.evaluation().or(model::calibration);
    List<List<float[]>> samples =
        new ArrayList<>(data.map(file -> DataSets.runs(file, model).samples()).orElse(List.of()));
    Collections.shuffle(samples, random);
    List<List<long[]>> inputs = new ArrayList<>();
    for (List<float[]> sample : samples.subList(0, Math.min(count, samples.size()))) {
      inputs.add(quantized(sample, graph, program));
    }
    while (inputs.size() < count) {
      inputs.add(program.inputs().stream().map(input -> random(input, random)).toList());
    }
    return inputs;
  }

  private static int count(Program program) {
    long macs = program.kernels().stream().mapToLong(Kernel::macs).sum();
    return (int) Math.min(MOST, Math.max(LEAST, WORK / Math.max(1, macs)));
  }

  /** A sample as the program takes it. */
  static List<long[]> quantized(List<float[]> sample, Graph graph, Program program) {
    List<long[]> result = new ArrayList<>();
    for (int i = 0; i < sample.size(); i++) {
      Value value = graph.value(graph.inputs().get(i));
      Interval range = program.inputs().get(i).element().range();
      long[] integers = new long[sample.get(i).length];
      for (int j = 0; j < integers.length; j++) {
        integers[j] = quantized(sample.get(i)[j], value, j, range);
      }
      result.add(integers);
    }
    return result;
  }

  private static long quantized(float real, Value value, int index, Interval range) {
    Optional<Quantization> q = value.quantization();
    if (q.isEmpty()) {
      return Math.round(real);
    }
    return TwinBytes.quantize(
        real,
        q.get().scale(index),
        q.get().zeroPoints().get(q.get().perChannel() ? index : 0),
        (int) range.low(),
        (int) range.high());
  }

  private static long[] random(Buffer input, Random random) {
    Interval range = input.element().range();
    long[] values = new long[input.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = range.low() + Math.floorMod(random.nextLong(), range.high() - range.low() + 1);
    }
    return values;
  }

  private static byte[] joined(List<Buffer> buffers, List<long[]> values) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < buffers.size(); i++) {
      all.writeBytes(bytes(buffers.get(i), values.get(i)));
    }
    return all.toByteArray();
  }

  private static byte[] bytes(Buffer buffer, long[] values) {
    int width = buffer.element().bytes();
    byte[] bytes = new byte[values.length * width];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i / width] >> (8 * (i % width)));
    }
    return bytes;
  }
}

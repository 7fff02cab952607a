package dev.thimble.importer.data;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Value;
import dev.thimble.importer.TensorFile;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** An imported network against what its framework computes, in reals and in integers. */
public final class Trial {
  private Trial() {}

  /** Samples from the arrays in0, in1 ..., whose first axis counts them. */
  public static List<List<float[]>> samples(Graph graph, TensorFile golden) {
    int count = golden.find("in0").orElseThrow().extents().get(0);
    List<List<float[]>> samples = new ArrayList<>();
    for (int sample = 0; sample < count; sample++) {
      List<float[]> inputs = new ArrayList<>();
      for (int input = 0; input < graph.inputs().size(); input++) {
        inputs.add(part(golden.find("in" + input).orElseThrow().floats(), sample, count));
      }
      samples.add(inputs);
    }
    return samples;
  }

  /** One of equal parts. */
  public static float[] part(float[] all, int index, int count) {
    int size = all.length / count;
    return Arrays.copyOfRange(all, index * size, (index + 1) * size);
  }

  /** The largest difference between an output and what is expected, by the largest magnitude. */
  public static double error(Graph graph, int output, List<List<float[]>> samples, float[] golden) {
    FloatEvaluator reals = new FloatEvaluator(graph);
    double difference = 0;
    double magnitude = 0;
    for (int i = 0; i < samples.size(); i++) {
      float[] got = reals.evaluate(samples.get(i)).get(graph.outputs().get(output));
      float[] expected = part(golden, i, samples.size());
      if (got.length != expected.length) {
        throw new AssertionError(got.length + " numbers instead of " + expected.length);
      }
      for (int k = 0; k < got.length; k++) {
        difference = Math.max(difference, Math.abs(got[k] - expected[k]));
        magnitude = Math.max(magnitude, Math.abs(expected[k]));
      }
    }
    return difference / magnitude;
  }

  /** Signal to noise of the first output's integers, in decibels. */
  public static double decibels(Graph graph, Graph integer, List<List<float[]>> samples) {
    FloatEvaluator reals = new FloatEvaluator(graph);
    IntegerEvaluator integers = new IntegerEvaluator(integer);
    String output = integer.outputs().get(0);
    double scale = integer.value(output).quantized().scale();
    int zero = integer.value(output).quantized().zeroPoint();
    double signal = 0;
    double noise = 0;
    for (List<float[]> sample : samples) {
      float[] real = reals.evaluate(sample).get(graph.outputs().get(0));
      float[] steps = integers.evaluate(sample).get(output);
      for (int i = 0; i < real.length; i++) {
        signal += real[i] * real[i];
        noise += Math.pow(real[i] - (steps[i] - zero) * scale, 2);
      }
    }
    return 10 * Math.log10(signal / noise);
  }

  /**
   * What a lowered network of integers gives of inputs in reals, which are rounded to its steps.
   */
  public static List<long[]> outputs(Graph integer, List<List<float[]>> samples) {
    Program program = Lower.program(integer);
    Interpreter interpreter = new Interpreter(program);
    List<long[]> outputs = new ArrayList<>();
    for (List<float[]> sample : samples) {
      List<long[]> inputs = new ArrayList<>();
      for (int i = 0; i < sample.size(); i++) {
        inputs.add(steps(integer.value(integer.inputs().get(i)), sample.get(i)));
      }
      interpreter.run(inputs);
      outputs.add(interpreter.read(program.outputs().get(0)));
    }
    return outputs;
  }

  /** Reals as a value's integers; halves go to the even one, as engines round. */
  public static long[] steps(Value value, float[] reals) {
    float inverse = 1 / (float) value.quantized().scale();
    long[] steps = new long[reals.length];
    for (int i = 0; i < steps.length; i++) {
      long step = (long) Math.rint(reals[i] * inverse) + value.quantized().zeroPoint();
      steps[i] = Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, step));
    }
    return steps;
  }

  /** How many integers of the first output are not those of a framework, whose reals are given. */
  public static int differing(Graph integer, List<List<float[]>> samples, float[] expected) {
    return (int) distances(integer, samples, expected).filter(steps -> steps > 0).count();
  }

  /** By how many steps integers of the first output differ from a framework's at most. */
  public static long farthest(Graph integer, List<List<float[]>> samples, float[] expected) {
    return distances(integer, samples, expected).max().orElseThrow();
  }

  private static LongStream distances(
      Graph integer, List<List<float[]>> samples, float[] expected) {
    Value output = integer.value(integer.outputs().get(0));
    List<long[]> outputs = outputs(integer, samples);
    return IntStream.range(0, outputs.size())
        .boxed()
        .flatMapToLong(
            sample -> {
              long[] wanted = steps(output, part(expected, sample, samples.size()));
              long[] got = outputs.get(sample);
              return IntStream.range(0, wanted.length).mapToLong(k -> Math.abs(got[k] - wanted[k]));
            });
  }

  /** Holds twin, and C where there is a compiler, to the interpreter; false if there is none. */
  public static boolean twinAndC(String name, Graph integer) {
    Comparison comparison = new Comparison(name, TestModel.of(integer), 1);
    comparison.twin();
    Target target = comparison.model().host();
    boolean available = target.availability().isAvailable();
    if (available) {
      comparison.target(target, BuildOptions.DEFAULT.withOptimization("-O2"));
    }
    return available;
  }
}

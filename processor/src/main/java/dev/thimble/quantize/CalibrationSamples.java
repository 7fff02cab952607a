package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Typical inputs of a network.
 *
 * @param samples for each run one array for each of the graph's inputs, in their order
 * @param runs how many runs follow one another before states are reset: a network with a memory may
 *     have samples that are sequences
 */
public record CalibrationSamples(List<List<float[]>> samples, int runs) {
  /** Copies the lists, not the arrays. */
  public CalibrationSamples {
    samples = samples.stream().map(List::copyOf).toList();
  }

  /** Samples of one run each. */
  public CalibrationSamples(List<List<float[]>> samples) {
    this(samples, 1);
  }

  /** Whether states are reset before the run of that index. */
  public boolean begins(int index) {
    return index % runs == 0;
  }

  /**
   * Samples of a network with one input, laid end to end: an array [samples, ...] of a data file.
   */
  public static CalibrationSamples ofOneInput(float[] data, int sampleSize) {
    List<List<float[]>> samples = new ArrayList<>();
    for (int from = 0; from + sampleSize <= data.length; from += sampleSize) {
      samples.add(List.of(Arrays.copyOfRange(data, from, from + sampleSize)));
    }
    return new CalibrationSamples(samples);
  }

  /** Number of runs. */
  public int size() {
    return samples.size();
  }

  /**
   * A random subset of at most that size (of one sequence at least), the same for the same seed;
   * never the first ones, as many data sets are sorted by label.
   */
  public CalibrationSamples subset(int size, long seed) {
    if (samples.size() <= size) {
      return this;
    }
    List<Integer> sequences = new ArrayList<>();
    for (int i = 0; i < samples.size() / runs; i++) {
      sequences.add(i);
    }
    Collections.shuffle(sequences, new Random(seed));
    List<List<float[]>> chosen = new ArrayList<>();
    for (int sequence : sequences.subList(0, Math.max(1, size / runs))) {
      chosen.addAll(samples.subList(sequence * runs, (sequence + 1) * runs));
    }
    return new CalibrationSamples(chosen, runs);
  }

  /**
   * Refuses samples that do not fit the graph's inputs or hold NaN or infinity, and having none.
   */
  void check(Graph graph) throws Problem {
    if (samples.isEmpty()) {
      throw new Problem(QuantisationMessage.TM1302_NO_CALIBRATION);
    }
    for (int i = 0; i < samples.size(); i++) {
      for (int j = 0; j < graph.inputs().size(); j++) {
        String name = graph.inputs().get(j);
        Shape shape = graph.value(name).shape();
        float[] data = j < samples.get(i).size() ? samples.get(i).get(j) : new float[0];
        if (data.length != shape.elements()) {
          throw new Problem(
              QuantisationMessage.TM1303_CALIBRATION_SHAPE,
              i,
              data.length,
              name,
              shape.elements(),
              shape);
        }
        int bad = firstNotFinite(data);
        if (bad >= 0) {
          throw new Problem(
              QuantisationMessage.TM1304_CALIBRATION_NOT_FINITE, i, bad, name, data[bad]);
        }
      }
    }
  }

  /** Index of the first NaN or infinity, or -1. */
  static int firstNotFinite(float[] data) {
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        return i;
      }
    }
    return -1;
  }
}

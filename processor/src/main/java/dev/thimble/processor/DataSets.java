package dev.thimble.processor;

import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.resolve.ResolvedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Samples in a data file: an array named like the input step, or {@code x} where there is one
 * input; the first axis counts the samples.
 */
final class DataSets {
  private DataSets() {}

  /**
   * Typical inputs, as the networks run on them. Where an array has one more axis than an input,
   * each of its samples is a sequence of runs.
   */
  static CalibrationSamples runs(TensorFile file, ResolvedModel model) {
    List<List<float[]>> runs = new ArrayList<>();
    int most = 1;
    for (List<float[]> sample : samples(file, model)) {
      int count = sample.get(0).length / size(model, 0);
      for (int run = 0; run < count; run++) {
        List<float[]> inputs = new ArrayList<>();
        for (int i = 0; i < sample.size(); i++) {
          int size = size(model, i);
          inputs.add(Arrays.copyOfRange(sample.get(i), run * size, (run + 1) * size));
        }
        runs.add(inputs);
      }
      most = Math.max(most, count);
    }
    return new CalibrationSamples(runs, most);
  }

  private static int size(ResolvedModel model, int value) {
    return model.graph().value(model.dataValues().get(value)).shape().size();
  }

  /**
   * For each sample one array for each of the values that data files give; none where an array is
   * missing.
   */
  static List<List<float[]>> samples(TensorFile file, ResolvedModel model) {
    List<List<float[]>> samples = new ArrayList<>();
    for (String input : model.dataValues()) {
      Optional<Array> array = array(file, input, model.dataValues().size() == 1);
      if (array.isEmpty()) {
        return List.of();
      }
      float[] all = array.get().floats();
      int count = array.get().extents().isEmpty() ? 0 : array.get().extents().get(0);
      for (int i = 0; i < count; i++) {
        if (samples.size() <= i) {
          samples.add(new ArrayList<>());
        }
        int size = all.length / count;
        samples.get(i).add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
      }
    }
    return samples;
  }

  private static Optional<Array> array(TensorFile file, String input, boolean only) {
    Optional<Array> named = file.find(input);
    return named.isPresent() || !only ? named : file.find("x");
  }
}

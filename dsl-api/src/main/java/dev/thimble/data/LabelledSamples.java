package dev.thimble.data;

import java.util.function.ToIntFunction;

/** Samples of reals with a label each. */
public interface LabelledSamples {
  /** How many samples there are. */
  int count();

  /** The label of a sample, from 0. */
  int label(int index);

  /** A sample's reals. */
  float[] sample(int index);

  /** How many samples a classifier gives their label. */
  default int right(ToIntFunction<float[]> classifier) {
    int right = 0;
    for (int i = 0; i < count(); i++) {
      right += classifier.applyAsInt(sample(i)) == label(i) ? 1 : 0;
    }
    return right;
  }
}

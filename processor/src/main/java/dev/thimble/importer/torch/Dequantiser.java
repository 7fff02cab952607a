package dev.thimble.importer.torch;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.importer.Array;

/** Makes reals of the integers of a quantised tensor. */
record Dequantiser(TorchArchive archive) {
  Array reals(Array stored, QuantScheme scheme) throws Problem {
    float[] integers = stored.floats();
    float[] reals = new float[integers.length];
    if (scheme instanceof QuantScheme.PerTensor one) {
      for (int i = 0; i < reals.length; i++) {
        reals[i] = (float) (one.scale() * (integers[i] - one.zeroPoint()));
      }
    } else if (scheme instanceof QuantScheme.PerChannel many) {
      float[] scales = plain(stored.name(), many.scales()).floats();
      float[] zeroPoints = plain(stored.name(), many.zeroPoints()).floats();
      int axis = many.axis();
      if (axis < 0
          || axis >= stored.extents().size()
          || scales.length != stored.extents().get(axis)
          || zeroPoints.length != scales.length) {
        throw archive.broken("the scales of tensor " + stored.name() + " do not fit its shape");
      }
      int inner = 1;
      for (int extent : stored.extents().subList(axis + 1, stored.extents().size())) {
        inner *= extent;
      }
      for (int i = 0; i < reals.length; i++) {
        int channel = i / inner % scales.length;
        reals[i] = scales[channel] * (integers[i] - zeroPoints[channel]);
      }
    }
    return new Array(
        stored.name(), ElementType.FLOAT32, stored.extents(), new Constant.Floats(reals));
  }

  private Array plain(String name, StoredTensor tensor) throws Problem {
    return archive.stored("the scales of " + name, tensor);
  }
}

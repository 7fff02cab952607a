package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Dense;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;

/** {@code Dense}: the last axis by a kernel [in, units]. */
final class DenseLayer implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    int in = x.shape().extent(-1);
    Array kernel = call.array(0, "kernel", in, 0);
    int units = kernel.extents().get(1);
    Value weights =
        call.constant("kernel", Shape.of(units, in), Kernels.outputsFirst(kernel, units));
    Value sums =
        call.config().flag("use_bias", true)
            ? call.node(new Dense(Activation.NONE), x, weights, Kernels.bias(call, 1, units))
            : call.node(new Dense(Activation.NONE), x, weights);
    return Functions.fused(call, sums);
  }
}

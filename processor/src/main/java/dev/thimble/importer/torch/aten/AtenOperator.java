package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;

/** What one operator of PyTorch does to the network. */
interface AtenOperator {
  /** A tensor, a number, or {@link Results}. */
  Object run(Net net, Call call) throws Problem;
}

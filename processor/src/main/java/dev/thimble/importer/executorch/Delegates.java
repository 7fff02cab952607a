package dev.thimble.importer.executorch;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.importer.data.FlatTable;
import dev.thimble.importer.torch.aten.Calls;
import java.util.List;

/** Parts of a plan that were compiled for a backend. */
final class Delegates {
  private final ProgramFile file;
  private final List<FlatTable> delegates;

  Delegates(ProgramFile file, FlatTable plan, PlanValues values, Calls calls) throws Problem {
    this.file = file;
    delegates = plan.tables(7);
  }

  void run(FlatTable call) throws Problem {
    int index = call.int32(0, 0);
    if (index < 0 || index >= delegates.size()) {
      throw file.broken("there is no delegate " + index);
    }
    String backend = delegates.get(index).string(0).replaceAll("[^\\w.-]", "?");
    throw new Problem(TorchMessage.TM3509_DELEGATED, file.name(), backend, "delegate " + index);
  }
}

package dev.thimble.backend.cmsis;

import java.util.List;

/**
 * Bytes, by {@link TileScale}.
 *
 * @param output the lines for a sum
 */
record HighWordResult(TileOutput output) implements TileResult {
  @Override
  public int doubling() {
    return output.scale().doubling();
  }

  @Override
  public void load() {
    output.lines().add("ldmia r2!, {r0, r1%s}", output.ownShifts() ? ", lr" : "");
  }

  @Override
  public void result(String value) {
    output.result(value, "r0", "r1", "lr");
  }

  @Override
  public void done() {
    // All numbers stay in registers.
  }

  @Override
  public void constants(List<Long> words, int first, int size) {
    output.constants(words, first, size);
  }
}

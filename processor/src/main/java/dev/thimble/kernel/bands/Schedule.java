package dev.thimble.kernel.bands;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rows of a chain's kernels are computed when. Each band brings some rows of the last
 * kernel's output; a kernel before it computes what the next one reads, but for rows that the band
 * before has computed already: these are kept. No row is computed twice, and none that nobody
 * reads.
 *
 * @param bands for each band the work of each kernel
 */
record Schedule(List<List<Work>> bands) {
  /**
   * A kernel's part in a band.
   *
   * @param from the first row that is computed
   * @param to one past the last
   * @param low the first row that the next kernel reads, computed now or kept
   */
  record Work(int from, int to, int low) {
    /** How many rows of the band before are still needed. */
    int kept() {
      return from - low;
    }

    /** How many rows the next kernel reads. */
    int held() {
      return to - low;
    }
  }

  /**
   * The schedule of a chain in which each kernel reads the output of the one before.
   *
   * @param rows of the last kernel in a band
   * @return nothing where rows are not read from the first to the last, or nothing is known of it
   */
  static Optional<Schedule> of(List<Rows> chain, int rows) {
    List<List<Work>> bands = new ArrayList<>();
    int count = chain.get(chain.size() - 1).count();
    for (int from = 0; from < count; from += rows) {
      List<Work> before = bands.isEmpty() ? List.of() : bands.get(bands.size() - 1);
      Optional<List<Work>> band =
          band(chain, new Work(from, Math.min(count, from + rows), from), before);
      if (band.isEmpty()) {
        return Optional.empty();
      }
      bands.add(band.get());
    }
    return Optional.of(new Schedule(List.copyOf(bands)));
  }

  private static Optional<List<Work>> band(List<Rows> chain, Work last, List<Work> before) {
    List<Work> works = new ArrayList<>(List.of(last));
    for (int i = chain.size() - 2; i >= 0; i--) {
      Rows rows = chain.get(i);
      Work next = works.get(0);
      Optional<Interval> read = chain.get(i + 1).reads(next.from, next.to, rows.nest().target());
      if (read.isEmpty()) {
        return Optional.empty();
      }
      int low = (int) read.get().low() / rows.length();
      int to = (int) read.get().high() / rows.length() + 1;
      int from = before.isEmpty() ? low : Math.max(low, before.get(i).to);
      boolean onwards = before.isEmpty() || low >= before.get(i).low;
      if (from >= to || !onwards) {
        return Optional.empty();
      }
      works.add(0, new Work(from, to, low));
    }
    return Optional.of(List.copyOf(works)).filter(all -> isKnown(chain, all));
  }

  /** Whether it is known what the kernels read of all arrays, those from elsewhere too. */
  private static boolean isKnown(List<Rows> chain, List<Work> works) {
    for (int i = 0; i < works.size(); i++) {
      Rows rows = chain.get(i);
      Work work = works.get(i);
      for (Buffer input : rows.kernel().inputs()) {
        boolean own = i > 0 && input.equals(chain.get(i - 1).nest().target());
        if (!own && rows.reads(work.from, work.to, input).isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }
}

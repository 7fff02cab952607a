package dev.thimble.testing;

import java.time.Duration;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * How to run. Start at {@link #DEFAULT} and change what differs.
 *
 * @param timeout the longest time for the whole run
 * @param limit the most cycles or instructions for one inference; beyond it the model hangs. The
 *     host has only the timeout
 * @param restartEvery {@code digits_init} is called before each n-th input; 0 calls it before the
 *     first one only, so that the inputs are one stream
 * @param progress is told now and then how many inferences are done
 */
public record RunOptions(Duration timeout, long limit, int restartEvery, IntConsumer progress) {

  /** Ten minutes, 10^9 cycles an inference, one stream, no progress. */
  public static final RunOptions DEFAULT =
      new RunOptions(Duration.ofMinutes(10), 1_000_000_000L, 0, done -> {});

  /** Checks that nothing is null or negative. */
  public RunOptions {
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(progress, "progress");
    if (limit <= 0 || restartEvery < 0) {
      throw new IllegalArgumentException("limit " + limit + ", restartEvery " + restartEvery);
    }
  }

  /** The longest time for the whole run. */
  public RunOptions withTimeout(Duration longest) {
    return new RunOptions(longest, limit, restartEvery, progress);
  }

  /** The most cycles or instructions for one inference. */
  public RunOptions withLimit(long most) {
    return new RunOptions(timeout, most, restartEvery, progress);
  }

  /** Starts the model anew before each n-th input. */
  public RunOptions withRestartEvery(int inputs) {
    return new RunOptions(timeout, limit, inputs, progress);
  }

  /** Reports progress; called on the thread that runs. */
  public RunOptions withProgress(IntConsumer listener) {
    return new RunOptions(timeout, limit, restartEvery, listener);
  }
}

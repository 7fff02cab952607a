package dev.thimble.processor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Work that is done beside that of this thread. A compilation runs code that the virtual machine
 * has not compiled yet, so that a second core saves what is noticed.
 */
final class Beside {
  private Beside() {}

  /** Begins the work; the supplier waits for its result, and throws what it threw. */
  static <T> Supplier<T> begin(Supplier<T> work) {
    CompletableFuture<T> future = CompletableFuture.supplyAsync(work);
    return () -> {
      try {
        return future.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException own) {
          throw own;
        } else if (e.getCause() instanceof Error own) {
          throw own;
        }
        throw e;
      }
    };
  }
}

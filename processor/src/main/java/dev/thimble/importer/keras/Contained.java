package dev.thimble.importer.keras;

import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a library that trusts its input: whatever it throws becomes a problem, and where a damaged
 * file leads it round in circles, it is left behind.
 */
final class Contained {
  private static final long MOST_SECONDS = 60;
  private static final long STACK_BYTES = 4 << 20;

  private Contained() {}

  /** What the library makes of the file. */
  static <T> T call(String file, Callable<T> reading) throws Problem {
    FutureTask<T> task = new FutureTask<>(reading);
    Thread thread = new Thread(null, task, "thimble-hdf5", STACK_BYTES);
    thread.setDaemon(true);
    // The library looks for its filters on this one, which a compiler sets to its own.
    thread.setContextClassLoader(Contained.class.getClassLoader());
    thread.start();
    try {
      return task.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException thrown) {
      throw problem(file, thrown.getCause() == null ? thrown : thrown.getCause());
    } catch (TimeoutException endless) {
      task.cancel(true);
      throw broken(file, "reading its HDF5 structure does not come to an end");
    } catch (InterruptedException interrupted) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw broken(file, "reading it was interrupted");
    }
  }

  private static Problem problem(String file, Throwable cause) {
    if (cause instanceof Problem problem) {
      return problem;
    }
    if (cause instanceof LinkageError missing) {
      throw missing;
    }
    if (cause instanceof ServiceConfigurationError missing) {
      throw missing;
    }
    String said = String.valueOf(cause.getMessage());
    String first = said.lines().findFirst().orElse("");
    String shown = first.length() > 120 ? first.substring(0, 120) + "..." : first;
    return broken(
        file, "its HDF5 part is damaged (" + cause.getClass().getSimpleName() + ": " + shown + ")");
  }

  private static Problem broken(String file, String fault) {
    return new Problem(KerasMessage.TM3701_BROKEN_KERAS, file, fault);
  }
}

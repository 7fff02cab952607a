package dev.thimble.testing;

import java.util.Map;
import java.util.Objects;

/**
 * The generated C of one device.
 *
 * @param info how it is compiled and simulated
 * @param sources the files by name: headers, and the {@code .c} and {@code .S} files that are all
 *     compiled
 */
public record GeneratedDevice(DeviceInfo info, Map<String, String> sources) {

  /** Copies the map. */
  public GeneratedDevice {
    Objects.requireNonNull(info, "info");
    sources = Map.copyOf(sources);
  }
}

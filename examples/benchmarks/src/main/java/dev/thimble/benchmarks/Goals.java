package dev.thimble.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What an inference of a model should take on a device, from {@code goals.csv}. */
record Goals(Map<String, Long> limits) {
  static Goals read() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Goals.class.getResourceAsStream("goals.csv")),
                StandardCharsets.US_ASCII))) {
      return new Goals(
          reader
              .lines()
              .filter(line -> !line.startsWith("#"))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, line.lastIndexOf(',')),
                      line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))));
    }
  }

  /** The goal, if there is one. */
  OptionalLong of(String model, String device) {
    Long limit = limits.get(model + "," + device);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }
}

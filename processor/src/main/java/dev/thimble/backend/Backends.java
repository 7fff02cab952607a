package dev.thimble.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The backends that are installed. */
public final class Backends {
  private final List<Backend> all;

  /** These backends. */
  public Backends(List<Backend> all) {
    this.all = List.copyOf(all);
  }

  /** The backends that a class loader finds: that of the processor itself. */
  public static Backends installed(ClassLoader loader) {
    List<Backend> found = new ArrayList<>();
    ServiceLoader.load(Backend.class, loader).forEach(found::add);
    found.sort(Comparator.comparing(Backend::name));
    return new Backends(found);
  }

  /** A chip and the backend that compiles for it. */
  public record Match(Backend backend, Chip chip) {}

  /** The chip of that name. */
  public Optional<Match> find(String mcu) {
    for (Backend backend : all) {
      for (Chip chip : backend.chips()) {
        if (chip.mcu().equals(mcu)) {
          return Optional.of(new Match(backend, chip));
        }
      }
    }
    return Optional.empty();
  }

  /** The backend that compiles for a chip that the user describes. */
  public Optional<Match> described(Chip chip) {
    return all.stream()
        .filter(backend -> backend.cores().contains(chip.core()))
        .map(backend -> new Match(backend, chip))
        .findFirst();
  }

  /** Names of all cores, sorted. */
  public List<String> cores() {
    return all.stream().flatMap(b -> b.cores().stream()).sorted().toList();
  }

  /** Names of all chips, sorted. */
  public List<String> mcus() {
    return all.stream().flatMap(b -> b.chips().stream()).map(Chip::mcu).sorted().toList();
  }
}

package dev.thimble.processor;

import dev.thimble.backend.Backends;
import dev.thimble.backend.Chip;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.diagnostic.BudgetMessage;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chips that a model is compiled for: known by their names, or described by the user. */
record Targets(Backends backends) {
  /** No chip here runs slower. */
  private static final long LEAST_HZ = 1000;

  /** A chip, who compiles for it, and what the user wrote of it. */
  record Target(AnnotationValues device, Backends.Match match, long clockHz) {}

  /** All that are known; the others are reported. */
  List<Target> of(Declaration declaration, Diagnostics diagnostics) {
    if (declaration.devices().isEmpty()) {
      diagnostics.report(
          declaration.place(), BudgetMessage.TM2101_NO_DEVICE, declaration.name().simpleName());
    }
    List<Target> targets = new ArrayList<>();
    for (AnnotationValues device : declaration.devices()) {
      match(device, diagnostics)
          .ifPresent(
              match -> {
                long clock = device.integer("clockHz").orElse(match.chip().clockHz());
                targets.add(new Target(device, match, clock));
              });
    }
    return targets;
  }

  private Optional<Backends.Match> match(AnnotationValues device, Diagnostics diagnostics) {
    String mcu = device.text("mcu").orElse("");
    Optional<String> core = device.text("core");
    if (core.isPresent()) {
      Chip chip = new Chip(mcu, core.get(), 0, 0, device.integer("clockHz").orElse(0L));
      Optional<Backends.Match> match = backends.described(resized(chip, device));
      if (match.isEmpty()) {
        unknown(device, "core", core.get(), backends.cores(), diagnostics);
      }
      return match;
    }
    Optional<Backends.Match> match = backends.find(mcu);
    if (match.isEmpty()) {
      unknown(device, "mcu", mcu, backends.mcus(), diagnostics);
    }
    match.ifPresent(m -> clock(m.chip(), device, diagnostics));
    return match.map(m -> new Backends.Match(m.backend(), resized(m.chip(), device)));
  }

  /** A clock in megahertz, or one with a zero too many, makes nonsense of all times. */
  private static void clock(Chip chip, AnnotationValues device, Diagnostics diagnostics) {
    long most = chip.clockHz() + chip.clockHz() / 4;
    Optional<Long> clock = device.integer("clockHz");
    if (chip.clockHz() > 0 && clock.filter(hz -> hz < LEAST_HZ || hz > most).isPresent()) {
      diagnostics.report(
          device.placeOf("clockHz"),
          LanguageMessage.TM1017_OUT_OF_RANGE,
          "clockHz",
          clock.get(),
          "clockHz, in hertz,",
          "at least " + LEAST_HZ,
          most + " on this chip, whose usual one is " + chip.clockHz());
    }
  }

  private static Chip resized(Chip chip, AnnotationValues device) {
    return chip.with(
        device.integer("flash").map(Math::toIntExact).orElse(chip.flashBytes()),
        device.integer("ram").map(Math::toIntExact).orElse(chip.ramBytes()));
  }

  private static void unknown(
      AnnotationValues device,
      String member,
      String value,
      List<String> known,
      Diagnostics diagnostics) {
    Message message =
        member.equals("mcu")
            ? BudgetMessage.TM2102_UNKNOWN_DEVICE
            : BudgetMessage.TM2109_UNKNOWN_CORE;
    diagnostics.report(
        device.placeOf(member),
        message,
        value,
        Boards.chip(value)
            .filter(known::contains)
            .map(chip -> " That board has \"" + chip + "\".")
            .orElseGet(() -> Suggestions.didYouMean(value, known)),
        String.join(", ", known));
  }
}

package dev.thimble.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Adds up sections. */
final class SectionSizes {
  private static final Set<String> NOT_THE_CHIPS_MEMORY =
      Set.of(".stack", ".eeprom", ".fuse", ".lock", ".signature", ".user_signatures");

  private final boolean constantsInRam;

  /**
   * SectionSizes for one kind of chip.
   *
   * @param constantsInRam whether {@code .rodata} is copied to RAM: on an AVR
   */
  SectionSizes(boolean constantsInRam) {
    this.constantsInRam = constantsInRam;
  }

  FlashRam of(List<Path> objects, Path probe, Path program) {
    ElfFile sizes = ElfFile.read(probe);
    long struct = sizes.require("thimble_probe_struct").size();
    long declared = sizes.find("thimble_probe_ram").map(ElfFile.Symbol::size).orElse(0L);
    List<ElfFile> model = objects.stream().map(ElfFile::read).toList();
    ElfFile firmware = ElfFile.read(program);
    return new FlashRam(
        model.stream().mapToLong(this::flash).sum(),
        struct + model.stream().mapToLong(this::ram).sum(),
        struct,
        declared,
        flash(firmware),
        ram(firmware));
  }

  private long flash(ElfFile file) {
    return sum(file, ElfFile.Section::inFile);
  }

  private long ram(ElfFile file) {
    return sum(file, section -> section.writable() || inRam(section));
  }

  private boolean inRam(ElfFile.Section section) {
    return constantsInRam && section.name().startsWith(".rodata");
  }

  private static long sum(ElfFile file, Predicate<ElfFile.Section> which) {
    return file.sections().stream()
        .filter(ElfFile.Section::allocated)
        .filter(section -> !NOT_THE_CHIPS_MEMORY.contains(section.name()))
        .filter(section -> !section.name().startsWith(".eh_frame"))
        .filter(section -> !section.name().startsWith(".note"))
        .filter(which)
        .mapToLong(ElfFile.Section::size)
        .sum();
  }
}

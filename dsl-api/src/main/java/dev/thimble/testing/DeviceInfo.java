package dev.thimble.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the C of one device is compiled and simulated.
 *
 * @param name the device folder's name, for example {@code atmega328p}
 * @param compiler the program: {@code avr-gcc}, {@code arm-none-eabi-gcc} or {@code cc}
 * @param flags what names the chip to the compiler, for example {@code -mmcu=atmega328p}
 * @param simulator what runs it
 * @param mcu simavr's name of the chip; only for simavr
 * @param machine QEMU's board, see {@link Board}; only for QEMU. Cortex-M0 code too large for
 *     {@code microbit} runs as well on {@code mps2-an385}: it is the flags that choose the
 *     instructions
 * @param clockHz the clock, 0 where none is known
 */
public record DeviceInfo(
    String name,
    String compiler,
    List<String> flags,
    Simulator simulator,
    Optional<String> mcu,
    Optional<String> machine,
    long clockHz) {

  /** The name of the file that holds it. */
  public static final String FILE_NAME = "device.properties";

  /** Copies the flags and checks that nothing is null. */
  public DeviceInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(compiler, "compiler");
    flags = List.copyOf(flags);
    Objects.requireNonNull(simulator, "simulator");
    Objects.requireNonNull(mcu, "mcu");
    Objects.requireNonNull(machine, "machine");
  }

  /** An AVR under simavr. */
  public static DeviceInfo avr(String mcu, long clockHz) {
    return avr(mcu, mcu, clockHz);
  }

  /** An AVR by a name of the user's, which simavr and the compiler know by another one. */
  public static DeviceInfo avr(String name, String mcu, long clockHz) {
    List<String> flags = List.of("-mmcu=" + mcu);
    return new DeviceInfo(
        name, "avr-gcc", flags, Simulator.SIMAVR, Optional.of(mcu), Optional.empty(), clockHz);
  }

  /** A Cortex-M under QEMU. */
  public static DeviceInfo cortexM(String name, String cpu, String machine, long clockHz) {
    List<String> flags = List.of("-mcpu=" + cpu, "-mthumb");
    return new DeviceInfo(
        name,
        "arm-none-eabi-gcc",
        flags,
        Simulator.QEMU,
        Optional.empty(),
        Optional.of(machine),
        clockHz);
  }

  /** The same with another option for the compiler. */
  public DeviceInfo withFlag(String flag) {
    List<String> all = new ArrayList<>(flags);
    all.add(flag);
    return new DeviceInfo(name, compiler, all, simulator, mcu, machine, clockHz);
  }

  /** Portable C without a chip: it runs on the host only. */
  public static DeviceInfo portable(String name) {
    return new DeviceInfo(
        name, "cc", List.of(), Simulator.NONE, Optional.empty(), Optional.empty(), 0);
  }

  /** The text of {@code device.properties}: the same bytes for the same device. */
  public String toText() {
    PropertiesText text = new PropertiesText();
    text.put("compiler", compiler).put("flags", String.join(" ", flags));
    text.put("simulator", simulator.key());
    mcu.ifPresent(value -> text.put("mcu", value));
    machine.ifPresent(value -> text.put("machine", value));
    return text.put("clockHz", clockHz).toString();
  }

  /** Reads what {@link #toText()} wrote; the name is the folder's. */
  public static DeviceInfo fromText(String name, String source) {
    PropertiesText text = PropertiesText.parse(source);
    List<String> flags =
        text.find("flags").map(value -> List.of(value.split("\\s+"))).orElse(List.of());
    return new DeviceInfo(
        name,
        text.find("compiler").orElse("cc"),
        flags,
        Simulator.of(text.find("simulator").orElse("none")),
        text.find("mcu"),
        text.find("machine"),
        text.has("clockHz") ? text.getLong("clockHz") : 0);
  }
}

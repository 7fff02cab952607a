package dev.thimble.backend;

import dev.thimble.kernel.Kernel;
import dev.thimble.testing.DeviceInfo;
import java.util.List;
import java.util.Optional;

/**
 * A family of chips: what they are, how C is written for them, and what things cost there.
 * Implementations are found by {@link java.util.ServiceLoader}; nothing in the processor knows any
 * one of them.
 */
public interface Backend {
  /** Short name, such as {@code avr}. */
  String name();

  /** The chips that it compiles for. */
  List<Chip> chips();

  /** The cores that a user may describe a chip by; those of its chips. */
  default List<String> cores() {
    return chips().stream().map(Chip::core).distinct().toList();
  }

  /** How C is written for the chip. */
  CTarget c(Chip chip);

  /** What portable C costs on the chip. */
  CostTable costs(Chip chip);

  /** Flash that short addresses of constants reach, where it is not all of it. */
  default int constantBytes(Chip chip) {
    return chip.flashBytes();
  }

  /** Flash that constants may lie in, those of {@link CTarget#far} too. */
  default int farConstantBytes(Chip chip) {
    return constantBytes(chip);
  }

  /**
   * The largest array that the chip's compilers know, in bytes; {@link CTarget#far} has no limit.
   */
  default int arrayBytes(Chip chip) {
    return Integer.MAX_VALUE;
  }

  /**
   * Cycles that one unit of {@link #costs} and of claims takes, for budgets of time and power: 1
   * where they are cycles, an estimate where they are instructions.
   */
  default double cyclesPerUnit(Chip chip) {
    return 1;
  }

  /** What the chip draws. */
  default PowerFacts power(Chip chip) {
    return PowerFacts.unknown(3);
  }

  /**
   * The backend's own code for a kernel whose types are proven, or nothing: then portable C is
   * printed. Where there are several, they differ in flash and time, and the plan chooses; the
   * first is the one to take without further wishes.
   *
   * @param chip the chip
   * @param kernel the kernel
   */
  default List<Claim> claims(Chip chip, Kernel kernel) {
    return List.of();
  }

  /**
   * The same for a kernel whose constants short addresses may not reach: those of a claim that are
   * large are {@link dev.thimble.kernel.Buffer#isFar far}.
   */
  default List<Claim> farClaims(Chip chip, Kernel kernel) {
    return claims(chip, kernel);
  }

  /**
   * The backend's own code for the function that runs the kernels, or nothing: then it is C.
   *
   * @param chip the chip
   * @param calls of the kernels, in order
   * @param result what the function returns, if it decides
   */
  default Optional<Driver> driver(
      Chip chip, List<Driver.Call> calls, Optional<Driver.Place> result) {
    return Optional.empty();
  }

  /**
   * The backend's own code for the function that puts an instance into its initial state, or
   * nothing: then it is C.
   *
   * @param chip the chip
   * @param fills what arrays hold at the start, not empty
   */
  default Optional<Driver> start(Chip chip, List<Driver.Fill> fills) {
    return Optional.empty();
  }

  /** The same for the function that takes samples and runs the kernels. */
  default Optional<Driver> push(Chip chip, Driver.Samples samples) {
    return Optional.empty();
  }

  /** What the call of a step takes: part of its predicted cycles, and over when it begins. */
  default int callCycles(Chip chip) {
    return 1;
  }

  /** How generated tests compile for the chip and simulate it. */
  DeviceInfo device(Chip chip, long clockHz);
}

package dev.thimble.plan;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program on a chip: where everything lies and what it costs. All figures are predictions for the
 * compiled program at {@code -O2} or {@code -Os}, upper bounds unless they say exact; cycles of
 * portable C are estimates.
 *
 * @param program the kernels, with the scratch that claims need
 * @param backend the chip's backend
 * @param chip the chip
 * @param clockHz its clock
 * @param addresses offset in the arena of each array that lives there, by name
 * @param arenaBytes size of the arena, exact
 * @param claims code of the backend's own for kernels, by the name of the kernel's function
 * @param far functions whose constants short addresses may not reach, by name
 * @param decision the array whose first element a run returns, if it decides
 * @param around code of the backend's own for the functions around the kernels
 * @param costs one for each kernel, in their order
 * @param driver cost of the functions around the kernels
 * @param libraryBytes flash of the compiler's library routines that are linked
 * @param stackBytes worst-case stack of an inference
 */
public record Plan(
    Program program,
    Backend backend,
    Chip chip,
    long clockHz,
    Map<String, Integer> addresses,
    int arenaBytes,
    Map<String, Claim> claims,
    Set<String> far,
    Optional<Buffer> decision,
    Around around,
    List<KernelCost> costs,
    KernelCost driver,
    int libraryBytes,
    int stackBytes) {
  /** What taking a sample costs, at most. */
  private static final long PUSH_CYCLES = 40;

  /** Copies the collections. */
  public Plan {
    addresses = Map.copyOf(addresses);
    claims = Map.copyOf(claims);
    far = Set.copyOf(far);
    costs = List.copyOf(costs);
  }

  /** Offset of an array in the arena. */
  public int address(Buffer buffer) {
    Integer address = addresses.get(buffer.name());
    if (address == null) {
      throw new IllegalArgumentException(buffer.name() + " is not in the arena");
    }
    return address;
  }

  /** Flash of code and constants. */
  public int flashBytes() {
    return costs.stream().mapToInt(KernelCost::flashBytes).sum()
        + driver.flashBytes()
        + sharedBytes()
        + libraryBytes;
  }

  /** The backend's own code for a kernel. */
  public Optional<Claim> claim(Kernel kernel) {
    return Optional.ofNullable(claims.get(kernel.function().name()));
  }

  /** The functions of the kernels, each once, with the scratch that their claims need. */
  public List<Kernel> functions() {
    Map<String, Kernel> all = new LinkedHashMap<>();
    for (Kernel kernel : program.kernels()) {
      Kernel function = kernel.function();
      List<Buffer> scratch =
          kernel.part().isEmpty() ? List.of() : claim(kernel).map(Claim::scratch).orElse(List.of());
      all.computeIfAbsent(function.name(), name -> function.withScratch(scratch));
    }
    return List.copyOf(all.values());
  }

  /** Constants of a kernel that short addresses must reach, in bytes. */
  public int nearBytes(Kernel kernel) {
    boolean all = claim(kernel).isEmpty() && far.contains(kernel.function().name());
    return constants(kernel).stream()
        .filter(constant -> !all && !constant.isFar())
        .mapToInt(Buffer::bytes)
        .sum();
  }

  /** All constants of a kernel, in bytes. */
  public int constantBytes(Kernel kernel) {
    return constants(kernel).stream().mapToInt(Buffer::bytes).sum();
  }

  private List<Buffer> constants(Kernel kernel) {
    return claim(kernel).map(Claim::constants).orElse(kernel.constants());
  }

  /** Functions that claims share, each once, after those that it calls. */
  public List<Claim.Shared> shared() {
    Map<String, Claim.Shared> all = new LinkedHashMap<>();
    for (Kernel kernel : program.kernels()) {
      claim(kernel)
          .ifPresent(claim -> claim.shared().forEach(one -> all.putIfAbsent(one.name(), one)));
    }
    return List.copyOf(all.values());
  }

  /** Flash of the functions that claims share. */
  public int sharedBytes() {
    return shared().stream().mapToInt(Claim.Shared::bytes).sum();
  }

  /** The widest element in the arena: the alignment of the struct that holds it. */
  public int alignment() {
    int widest = 1;
    for (Buffer buffer : program.arrays()) {
      widest = Math.max(widest, buffer.element().bytes());
    }
    return widest;
  }

  /**
   * Size of the struct that holds the arena, exact: the arena filled up to its alignment, one byte
   * at least.
   */
  public int structBytes() {
    int unit = alignment();
    return Math.max(1, (arenaBytes + unit - 1) / unit) * unit;
  }

  /**
   * Bytes of the arena that hold something from one run to the next: states, and of a signal's
   * model what comes in and what went out.
   */
  public int keptBytes() {
    Set<Buffer> kept = new LinkedHashSet<>(program.states());
    if (program.stream().isPresent()) {
      kept.addAll(program.inputs());
      kept.addAll(program.outputs());
    }
    return kept.stream().mapToInt(Buffer::bytes).sum();
  }

  /** RAM of one instance and of the stack. */
  public int ramBytes() {
    return structBytes() + stackBytes;
  }

  /** Time of an inference at the clock, in microseconds, rounded up. */
  public long latencyMicros() {
    return (long) Math.ceil(micros(cycles()));
  }

  /** Whether the backend counts instructions, and cycles are an estimate. */
  public boolean countsInstructions() {
    return backend.cyclesPerUnit(chip) != 1;
  }

  /** An estimate of the core's cycles for so many instructions, where the backend counts these. */
  public long coreCycles(long instructions) {
    return (long) Math.ceil(instructions * backend.cyclesPerUnit(chip));
  }

  /** Time of so many cycles, or of so many instructions where the backend counts these. */
  public double micros(double cycles) {
    return cycles * backend.cyclesPerUnit(chip) * 1e6 / clockHz;
  }

  /**
   * Time from one run of a signal's model to the next, in microseconds; the largest number else.
   */
  public long periodMicros() {
    return program.stream()
        .map(stream -> (long) (1e6 / stream.runsPerSecond()))
        .orElse(Long.MAX_VALUE);
  }

  /** Whether all figures are exact, but for time that depends on the input. */
  public boolean exact() {
    return driver.exact() && costs.stream().allMatch(KernelCost::exact);
  }

  /** Cycles of an inference at least; 0 where only an upper bound is known. */
  public long leastCycles() {
    return exact()
        ? costs.stream().mapToLong(KernelCost::leastCycles).sum() + driver.leastCycles()
        : 0;
  }

  /** Cycles of a run on average: kernels that run now and then count by their share. */
  public double averageCycles() {
    double cycles = driver.cycles();
    for (int i = 0; i < costs.size(); i++) {
      cycles += costs.get(i).cycles() * program.share(program.kernels().get(i));
    }
    long taken = around.push().map(push -> push.cost().cycles()).orElse(PUSH_CYCLES);
    return cycles + taken * program.stream().map(s -> s.input().length()).orElse(0);
  }

  /** Cycles of an inference. */
  public long cycles() {
    return costs.stream().mapToLong(KernelCost::cycles).sum() + driver.cycles();
  }
}

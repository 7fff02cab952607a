package dev.thimble.resolve;

import dev.thimble.graph.Dct;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Energies;
import dev.thimble.graph.FrameWindow;
import dev.thimble.graph.HalvingFft;
import dev.thimble.graph.Logarithm;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.TriangularBands;
import dev.thimble.graph.Unscaled;
import dev.thimble.graph.Value;
import dev.thimble.signal.SpectrumTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds the nodes of spectral steps, each as a step of its own or as a part of a longer one. */
record Spectra(StepContext step) {
  private static final double OCTAVE = StrictMath.log(2) / Logarithm.OCTAVE;
  private static final int MOST_COSINE_BITS = 14;

  /** A frame of the last samples, weighed, with zeros behind it. */
  Block frame(String name, Stream sound, Frames frames, int points, double window)
      throws ShapeException, StepFailure {
    String samples = step.fresh("samples");
    Value given = Cut.window(step, samples, sound, frames);
    double unit = 2 * given.quantized().scale();
    String shift = step.fresh("shift");
    List<Integer> weights = SpectrumTables.window(frames.size(), FrameWindow.MOST, window);
    new History(step)
        .node(
            new FrameWindow(weights, points),
            List.of(samples),
            List.of(
                new History.Result(name, ElementType.INT16, scale(unit)),
                History.Result.of(shift, ElementType.INT8)));
    return new Block(name, Block.Stage.FRAME, sound.rate(), points, unit, Optional.of(shift));
  }

  /** Its transform. */
  Block bins(String name, Block frame) throws ShapeException {
    double unit = frame.unit() * frame.points();
    String shift = step.fresh("shift");
    new History(step)
        .node(
            new HalvingFft(true),
            List.of(frame.value(), frame.shift().orElseThrow()),
            List.of(
                new History.Result(name, ElementType.INT16, scale(unit)),
                History.Result.of(shift, ElementType.INT8)));
    return frame.to(name, Block.Stage.BINS, unit).shifted(shift);
  }

  /** Energies of bins. */
  Block power(String name, Block bins) throws ShapeException {
    double unit = bins.unit();
    add(new Energies(false), List.of(bins.value()), name, ElementType.INT32, unit * unit);
    return bins.to(name, Block.Stage.POWER, unit);
  }

  /** Magnitudes of bins, without the block's scaling. */
  Block magnitude(String name, Block bins) throws ShapeException {
    List<String> reads = List.of(bins.value(), bins.shift().orElseThrow());
    add(new Energies(true), reads, name, ElementType.INT16, bins.unit());
    return bins.to(name, Block.Stage.MAGNITUDE, bins.unit()).plain(name);
  }

  /** Energies of bands. */
  Block bands(String name, Block power, SpectrumTables.Triangles triangles) throws ShapeException {
    double unit = power.unit();
    TriangularBands bank = new TriangularBands(triangles.starts(), triangles.weights());
    add(bank, List.of(power.value()), name, ElementType.INT32, unit * unit);
    return power.to(name, Block.Stage.BANDS, unit);
  }

  /** Natural logarithms, of which a step is {@link #OCTAVE}. */
  Block logarithm(String name, Block numbers) throws ShapeException {
    int bits = numbers.bits();
    double offset = bits * StrictMath.log(numbers.unit()) / OCTAVE;
    List<String> reads = new ArrayList<>(List.of(numbers.value()));
    numbers.shift().ifPresent(reads::add);
    Logarithm logarithm =
        new Logarithm(
            SpectrumTables.logarithms(Logarithm.STEPS),
            (int) Math.round(offset),
            numbers.shift().isPresent() ? bits : 0);
    add(logarithm, reads, name, ElementType.INT16, OCTAVE);
    return numbers.to(name, Block.Stage.LOG, OCTAVE).plain(name);
  }

  /** The first coefficients of the logarithms' cosine transform, as fine as 16 bits allow. */
  Value cosines(String name, Block logarithms, int coefficients) throws ShapeException {
    int bands = step.graph().find(logarithms.value()).shape().size();
    int bits = MOST_COSINE_BITS;
    while (Math.scalb(largest(coefficients, bands, bits), 14) > Integer.MAX_VALUE / 2) {
      bits--;
    }
    int shift = 1;
    while (Math.scalb(largest(coefficients, bands, bits), 14 - shift) > Short.MAX_VALUE) {
      shift++;
    }
    Dct dct = new Dct(SpectrumTables.cosines(coefficients, bands, bits), bands, shift);
    double unit = Math.scalb(logarithms.unit(), shift - bits);
    return add(dct, List.of(logarithms.value()), name, ElementType.INT16, unit);
  }

  /** The largest sum of magnitudes of a row. */
  private static double largest(int coefficients, int bands, int bits) {
    List<Integer> cosines = SpectrumTables.cosines(coefficients, bands, bits);
    double largest = 0;
    for (int row = 0; row < coefficients; row++) {
      List<Integer> each = cosines.subList(row * bands, (row + 1) * bands);
      largest = Math.max(largest, each.stream().mapToInt(Math::abs).sum());
    }
    return largest;
  }

  /** The numbers without the block's scaling. */
  Block plain(Block block) throws ShapeException {
    Value value = step.graph().find(block.value());
    String name = step.fresh("plain");
    List<String> reads = List.of(block.value(), block.shift().orElseThrow());
    double unit = value.quantized().scale();
    add(new Unscaled(block.bits()), reads, name, value.element(), unit);
    return block.plain(name);
  }

  private Value add(
      Operator operator, List<String> reads, String name, ElementType element, double unit)
      throws ShapeException {
    return new History(step)
        .node(operator, reads, List.of(new History.Result(name, element, scale(unit))));
  }

  private static Optional<Quantization> scale(double unit) {
    return Optional.of(Quantization.perTensor(unit, 0));
  }
}

package dev.thimble.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How far an output may run into an input, held against all elements one by one. */
class OverlapTest {
  private static final int NESTS = 2_000;
  private static final List<String> NAMES = List.of("y", "x", "c");

  @Test
  void noElementIsWrittenOverWhatIsReadLater() {
    Random random = new Random(11);
    for (int i = 0; i < NESTS; i++) {
      List<Axis> out = axes(NAMES.subList(0, random.nextInt(4)), random);
      List<Axis> taps = axes(List.of("t"), random);
      List<Affine> reads = List.of(affine(out, taps, random), affine(out, taps, random));
      Affine write = affine(out, List.of(), random);
      Buffer input = buffer("input", random.nextBoolean() ? Element.I8 : Element.I16);
      Buffer output = buffer("output", random.nextBoolean() ? Element.I8 : input.element());
      Expr term =
          new Expr.Bin(
              Expr.Op.MUL,
              new Expr.Load(input, reads.get(0)),
              new Expr.Load(input, reads.get(1)),
              Element.I64);
      Expr acc = new Expr.Var(Nest.ACC);
      Nest nest = Nest.sum("step", out, taps, new Expr.Int(0), term, List.of(), acc, output, write);
      assertThat(Overlap.lead(kernel(nest, input, output), input, output))
          .as(nest::toString)
          .hasValue(lead(nest, reads, input.element().bytes(), output.element().bytes()));
    }
  }

  private static List<Axis> axes(List<String> names, Random random) {
    return names.stream().map(name -> new Axis(name, 1 + random.nextInt(5))).toList();
  }

  private static Affine affine(List<Axis> out, List<Axis> taps, Random random) {
    Affine at = Affine.of(random.nextInt(10));
    List<Axis> axes = new ArrayList<>(out);
    axes.addAll(taps);
    for (Axis axis : axes) {
      at = at.plus(axis.name(), random.nextInt(9) - 2);
    }
    return at;
  }

  private static Buffer buffer(String name, Element element) {
    return Buffer.arena(name, element, 1000, element.range());
  }

  private static Kernel kernel(Nest nest, Buffer input, Buffer output) {
    return new Kernel(
        "step",
        "step",
        "",
        List.of(input),
        List.of(output),
        List.of(),
        List.of(),
        new Stmt.Do(nest),
        0);
  }

  /** For each element: the least that any later one reads, less the end of what it writes. */
  private static long lead(Nest nest, List<Affine> reads, int inputBytes, int outputBytes) {
    List<Map<String, Interval>> points = points(nest);
    long lead = Long.MAX_VALUE;
    for (int e = 0; e < points.size(); e++) {
      long ahead = Long.MAX_VALUE / 2;
      for (Map<String, Interval> later : points.subList(e + 1, points.size())) {
        for (Affine read : reads) {
          ahead = Math.min(ahead, read.range(later).low() * inputBytes);
        }
      }
      lead = Math.min(lead, ahead - (nest.at().range(points.get(e)).low() + 1) * outputBytes);
    }
    return lead;
  }

  /** Each element's place in the order of the axes, with all taps. */
  private static List<Map<String, Interval>> points(Nest nest) {
    Axis tap = nest.reduce().get(0);
    List<Map<String, Interval>> points =
        List.of(Map.of(tap.name(), new Interval(0, tap.extent() - 1)));
    for (Axis axis : nest.out()) {
      List<Map<String, Interval>> longer = new ArrayList<>();
      for (Map<String, Interval> point : points) {
        for (int i = 0; i < axis.extent(); i++) {
          Map<String, Interval> next = new HashMap<>(point);
          next.put(axis.name(), Interval.of(i));
          longer.add(next);
        }
      }
      points = longer;
    }
    return points;
  }
}

package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Unary;

/**
 * Functions of int16 around 0. EXP and LOG have kernels on the desktop only, {@code LUTPopulate}
 * and {@code LUTLookup} of {@code internal/common.h}; SQRT is {@link WideRoots}; RSQRT follows
 * {@code micro/kernels/elementwise.cc}.
 */
final class WideFunctions {
  /** The reciprocal root keeps that many bits behind the point. */
  private static final int ROOT_SHIFT = 20;

  private final String step;
  private final Quantization in;
  private final Quantization out;

  WideFunctions(String step, Quantization in, Quantization out) {
    this.step = step;
    this.in = in;
    this.out = out;
  }

  Arithmetic of(Unary.Kind kind) throws Problem {
    if (kind == Unary.Kind.RSQRT) {
      return reciprocalRoot();
    }
    if (kind == Unary.Kind.SQRT) {
      return new WideRoots((float) in.scale(), (float) out.scale()).rule();
    }
    boolean exponential = kind == Unary.Kind.EXP;
    InterpolatedTables tables = new InterpolatedTables((float) in.scale(), 0, (float) out.scale());
    return new Arithmetic.Looked(
        tables.of(x -> (float) (exponential ? StrictMath.exp(x) : logarithm(x))));
  }

  /** Where there is none, the lowest output. */
  private double logarithm(float x) {
    return x > 0 ? StrictMath.log(x) : (float) out.scale() * Short.MIN_VALUE;
  }

  private Arithmetic reciprocalRoot() throws Problem {
    float product = (float) Math.sqrt((float) in.scale()) * (float) out.scale();
    Multipliers.Scaled factor = Multipliers.split(step, 1.0 / product);
    return new Arithmetic.InverseRoots(
        0,
        new Multipliers.Scaled(factor.mantissa(), factor.exponent() - ROOT_SHIFT).ratio(),
        new Range(0, Short.MIN_VALUE, Short.MAX_VALUE));
  }
}

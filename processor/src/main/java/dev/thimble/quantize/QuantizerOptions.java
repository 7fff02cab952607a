package dev.thimble.quantize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a network is quantised.
 *
 * @param inputRanges the ranges that users stated for inputs; the others are measured
 * @param inputBits 8 or 16 for features of classical models; where it is not given what suits them
 * @param rangeSamples at most so many samples, drawn at random, measure the ranges
 * @param qualitySamples at most so many measure the quality and correct biases
 * @param seed of the drawing
 * @param biasCorrection whether the mean error of each channel is taken out by its bias
 * @param widths bits of weights
 * @param equalise what is brought to like ranges first
 */
public record QuantizerOptions(
    Map<String, ValueRange> inputRanges,
    Map<String, Integer> inputBits,
    int rangeSamples,
    int qualitySamples,
    long seed,
    boolean biasCorrection,
    Widths widths,
    Equalise equalise) {
  /** Copies the map, keeping its order. */
  public QuantizerOptions {
    inputRanges = Collections.unmodifiableMap(new LinkedHashMap<>(inputRanges));
    inputBits = Collections.unmodifiableMap(new LinkedHashMap<>(inputBits));
  }

  /** All samples for ranges, 256 of them for the rest. */
  public static QuantizerOptions defaults() {
    return new QuantizerOptions(
        Map.of(), Map.of(), Integer.MAX_VALUE, 256, 1, true, Widths.BYTES, Equalise.NOTHING);
  }

  /** The same with stated ranges of inputs. */
  public QuantizerOptions withInputs(Map<String, ValueRange> ranges) {
    return new QuantizerOptions(
        ranges, inputBits, rangeSamples, qualitySamples, seed, biasCorrection, widths, equalise);
  }

  /** The same with stated bits of inputs. */
  public QuantizerOptions withBits(Map<String, Integer> bits) {
    return new QuantizerOptions(
        inputRanges, bits, rangeSamples, qualitySamples, seed, biasCorrection, widths, equalise);
  }

  /** The same with other widths of weights. */
  public QuantizerOptions withWidths(Widths other) {
    return new QuantizerOptions(
        inputRanges,
        inputBits,
        rangeSamples,
        qualitySamples,
        seed,
        biasCorrection,
        other,
        equalise);
  }

  /** The same with at most so many samples for ranges, and for all else. */
  public QuantizerOptions withSamples(int ranges, int quality) {
    return new QuantizerOptions(
        inputRanges, inputBits, ranges, quality, seed, biasCorrection, widths, equalise);
  }

  /** The same with something brought to like ranges first. */
  public QuantizerOptions with(Equalise what) {
    return new QuantizerOptions(
        inputRanges, inputBits, rangeSamples, qualitySamples, seed, biasCorrection, widths, what);
  }
}

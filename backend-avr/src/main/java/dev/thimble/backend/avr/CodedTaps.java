package dev.thimble.backend.avr;

import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Taps with the weights in the code, in the registers of {@link SumCode}.
 *
 * @param sum with unsigned factors
 * @param input loads the next input into r19
 */
record CodedTaps(ProductSum sum, Consumer<Assembly> input) {
  /**
   * All taps of a group: an input that is loaded once is multiplied by the magnitudes of all
   * channels' weights; zeros cost nothing.
   *
   * @param first the group's first channel
   * @param offsets where each tap lies behind the pointer
   */
  void all(Assembly code, int first, int size, int[] offsets) {
    int at = 0;
    for (int tap = 0; tap < offsets.length; tap++) {
      List<Integer> channels = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        if (sum.weights()[first + i][tap] != 0) {
          channels.add(i);
        }
      }
      int index = tap;
      channels.sort(Comparator.comparingLong(i -> Math.abs(sum.weights()[first + i][index])));
      long loaded = 0;
      int from = Integer.MIN_VALUE;
      for (int i : channels) {
        int place = offsets[tap] + (sum.ownInputs() ? i : 0);
        if (place != from) {
          code.advance(26, place - at, true);
          input.accept(code);
          from = place;
          at = place + 1;
        }
        long weight = sum.weights()[first + i][tap];
        product(code, i, weight, Math.abs(weight) != loaded);
        loaded = Math.abs(weight) == 1 ? loaded : Math.abs(weight);
      }
    }
  }

  /** Adds the unsigned input times a number to a sum. */
  private static void product(Assembly code, int channel, long weight, boolean load) {
    boolean one = Math.abs(weight) == 1;
    if (!one) {
      if (load) {
        code.one("ldi r18, " + Math.abs(weight));
      }
      code.two("mul r18, r19");
    }
    String next = weight > 0 ? "adc r" : "sbc r";
    code.one((weight > 0 ? "add r" : "sub r") + (2 + 2 * channel) + (one ? ", r19" : ", r0"));
    code.one(next + (3 + 2 * channel) + (one ? ", r10" : ", r1"));
    code.one(next + (14 + channel) + ", r10");
  }
}

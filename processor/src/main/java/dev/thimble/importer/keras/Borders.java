package dev.thimble.importer.keras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.thimble.diagnostic.Problem;

/**
 * Rows and columns at each border: one number for all, one an axis, or two an axis.
 *
 * @param before at the front of each axis
 * @param after at the end of each axis
 */
record Borders(int[] before, int[] after) {
  private static final int MOST = Short.MAX_VALUE;

  static Borders read(LayerCall call, String member, int axes) throws Problem {
    JsonElement all = call.config().element(member);
    int[] before = new int[axes];
    int[] after = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      JsonElement one = axes == 1 ? all : each(call, member, all, axis, axes);
      before[axis] = number(call, member, each(call, member, one, 0, 2));
      after[axis] = number(call, member, each(call, member, one, 1, 2));
    }
    return new Borders(before, after);
  }

  private static JsonElement each(
      LayerCall call, String member, JsonElement element, int index, int count) throws Problem {
    if (!element.isJsonArray()) {
      return element;
    }
    JsonArray array = element.getAsJsonArray();
    if (array.size() != count) {
      throw call.config().bad(member, count + " numbers", array);
    }
    return array.get(index);
  }

  private static int number(LayerCall call, String member, JsonElement element) throws Problem {
    boolean numeric = element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
    double number = numeric ? element.getAsDouble() : -1;
    if (number != Math.rint(number) || number < 0 || number > MOST) {
      throw call.config().bad(member, "whole numbers from 0 to " + MOST, element);
    }
    return (int) number;
  }
}

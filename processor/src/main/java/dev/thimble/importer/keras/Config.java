package dev.thimble.importer.keras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a configuration; {@code path} says where they stand in the file. */
record Config(String file, String path, JsonObject object) {
  private static final int MOST = 1 << 24;

  boolean has(String member) {
    return object.has(member) && !object.get(member).isJsonNull();
  }

  JsonElement element(String member) throws Problem {
    JsonElement value = object.get(member);
    if (value == null) {
      throw bad(member, "there", null);
    }
    return value;
  }

  Config object(String member) throws Problem {
    return object(member, element(member));
  }

  private Config object(String member, JsonElement value) throws Problem {
    if (!value.isJsonObject()) {
      throw bad(member, "an object", value);
    }
    return new Config(file, path + "." + member, value.getAsJsonObject());
  }

  /** A list of objects. */
  List<Config> objects(String member) throws Problem {
    List<Config> objects = new ArrayList<>();
    for (JsonElement value : array(member)) {
      objects.add(object(member + "[" + objects.size() + "]", value));
    }
    return objects;
  }

  JsonArray array(String member) throws Problem {
    JsonElement value = element(member);
    if (!value.isJsonArray()) {
      throw bad(member, "a list", value);
    }
    return value.getAsJsonArray();
  }

  String text(String member) throws Problem {
    JsonElement value = element(member);
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw bad(member, "a text", value);
    }
    return value.getAsString();
  }

  String text(String member, String fallback) throws Problem {
    return has(member) ? text(member) : fallback;
  }

  boolean flag(String member, boolean fallback) throws Problem {
    if (!has(member)) {
      return fallback;
    }
    JsonElement value = object.get(member);
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw bad(member, "true or false", value);
    }
    return value.getAsBoolean();
  }

  double number(String member, double fallback) throws Problem {
    return has(member) ? number(member, object.get(member)) : fallback;
  }

  private double number(String member, JsonElement value) throws Problem {
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      double number = value.getAsDouble();
      if (Math.abs(number) <= Float.MAX_VALUE) {
        return number;
      }
    }
    throw bad(member, "a finite number", value);
  }

  /** A number, or a list of numbers at any depth, in their order. */
  double[] numbers(String member) throws Problem {
    List<Double> numbers = new ArrayList<>();
    gather(member, element(member), numbers, 0);
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void gather(String member, JsonElement value, List<Double> to, int depth) throws Problem {
    if (!value.isJsonArray() || depth > 8) {
      to.add(number(member, value));
      return;
    }
    for (JsonElement inner : value.getAsJsonArray()) {
      gather(member, inner, to, depth + 1);
    }
  }

  int integer(String member) throws Problem {
    return integer(member, element(member));
  }

  int integer(String member, int fallback) throws Problem {
    return has(member) ? integer(member) : fallback;
  }

  private int integer(String member, JsonElement value) throws Problem {
    double number = number(member, value);
    if (number != Math.rint(number) || Math.abs(number) > MOST) {
      throw bad(member, "a whole number", value);
    }
    return (int) number;
  }

  /** A list of whole numbers. */
  List<Integer> integers(String member) throws Problem {
    List<Integer> values = new ArrayList<>();
    for (JsonElement value : array(member)) {
      values.add(integer(member, value));
    }
    return values;
  }

  /** One positive number for all axes, or one for each. */
  int[] extents(String member, int axes, int fallback) throws Problem {
    int[] extents = new int[axes];
    JsonElement all = has(member) ? object.get(member) : new JsonPrimitive(fallback);
    if (all.isJsonArray() && all.getAsJsonArray().size() != axes) {
      throw bad(member, axes + " numbers", all);
    }
    for (int i = 0; i < axes; i++) {
      extents[i] = integer(member, all.isJsonArray() ? all.getAsJsonArray().get(i) : all);
      if (extents[i] < 1 || extents[i] > Short.MAX_VALUE) {
        throw bad(member, "positive and below 32,768", all);
      }
    }
    return extents;
  }

  /** The shape of one sample: the batch in front is dropped, and every other extent is known. */
  Optional<List<Integer>> sampleShape(String member) throws Problem {
    if (!has(member)) {
      return Optional.empty();
    }
    List<Integer> extents = new ArrayList<>();
    JsonArray array = array(member);
    for (int i = 1; i < array.size(); i++) {
      int extent = array.get(i).isJsonNull() ? 0 : integer(member, array.get(i));
      if (extent < 1) {
        throw bad(member, "a shape of known extents behind the batch", array);
      }
      extents.add(extent);
    }
    return Optional.of(extents);
  }

  Problem bad(String member, String expected, @Nullable JsonElement is) {
    String found = is == null ? "missing" : is.toString();
    String shown = found.length() > 40 ? found.substring(0, 40) + "..." : found;
    String where = path.isEmpty() ? member : path + "." + member;
    return new Problem(KerasMessage.TM3703_BAD_MEMBER, file, where, expected, shown);
  }
}

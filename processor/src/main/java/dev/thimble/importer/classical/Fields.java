package dev.thimble.importer.classical;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.thimble.diagnostic.ClassicalMessage;
import dev.thimble.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, with checks; {@code path} says where it stands in its file. */
final class Fields {
  private final String file;
  private final String path;
  private final JsonObject object;

  Fields(String file, String path, JsonObject object) {
    this.file = file;
    this.path = path;
    this.object = object;
  }

  String file() {
    return file;
  }

  boolean has(String member) {
    return object.has(member) && !object.get(member).isJsonNull();
  }

  /** Several numbers that stand side by side contradict each other. */
  Problem contradiction(String text) {
    return new Problem(ClassicalMessage.TM3604_CONTRADICTION, file, prefix() + text);
  }

  String text(String member) throws Problem {
    JsonElement value = object.get(member);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw bad(member, "a text", value);
    }
    return value.getAsString();
  }

  Optional<Integer> integer(String member) throws Problem {
    return has(member) ? Optional.of(wholeNumber(member, object.get(member))) : Optional.empty();
  }

  Optional<Double> number(String member) throws Problem {
    return has(member) ? Optional.of(finite(member, object.get(member))) : Optional.empty();
  }

  /** A list of numbers. */
  double[] numbers(String member) throws Problem {
    return numbers(member, array(member, object.get(member)));
  }

  /** A list of numbers or of texts, each as a text. */
  List<String> names(String member) throws Problem {
    List<String> names = new ArrayList<>();
    for (JsonElement element : array(member, object.get(member))) {
      if (!element.isJsonPrimitive()) {
        throw bad(member, "a list of names", element);
      }
      names.add(element.getAsString());
    }
    return names;
  }

  /** A list of whole numbers of 32 bits. */
  int[] integers(String member) throws Problem {
    JsonArray array = array(member, object.get(member));
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = wholeNumber(member + "[" + i + "]", array.get(i));
    }
    return values;
  }

  /** A list of rows of one length, at least one. */
  double[][] matrix(String member) throws Problem {
    return matrix(member, object.get(member));
  }

  private double[][] matrix(String member, @Nullable JsonElement value) throws Problem {
    JsonArray array = array(member, value);
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      String name = member + "[" + i + "]";
      rows[i] = numbers(name, array(name, array.get(i)));
      if (rows[i].length != rows[0].length || rows[i].length == 0) {
        throw bad(name, "a row of " + Math.max(1, rows[0].length), array.get(i));
      }
    }
    if (rows.length == 0) {
      throw bad(member, "a list of rows", array);
    }
    return rows;
  }

  /** A number alone, or a list of numbers. */
  double[] list(String member) throws Problem {
    JsonElement value = object.get(member);
    boolean one = value != null && value.isJsonPrimitive();
    return one ? new double[] {finite(member, value)} : numbers(member);
  }

  /** One row of numbers, or a list of rows. */
  double[][] rows(String member) throws Problem {
    JsonArray array = array(member, object.get(member));
    boolean one = array.size() > 0 && array.get(0).isJsonPrimitive();
    return one ? new double[][] {numbers(member)} : matrix(member);
  }

  /** How many numbers the rows of the first member that is there have. */
  int width(String... members) throws Problem {
    for (String member : members) {
      if (has(member)) {
        return rows(member)[0].length;
      }
    }
    throw bad(members[0], "a list", null);
  }

  /** A list of lists of rows. */
  List<double[][]> tensor(String member) throws Problem {
    JsonArray array = array(member, object.get(member));
    List<double[][]> matrices = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      matrices.add(matrix(member + "[" + i + "]", array.get(i)));
    }
    if (matrices.isEmpty()) {
      throw bad(member, "a list of lists of rows", array);
    }
    return matrices;
  }

  /** Lists of numbers, each of its own length. */
  List<double[]> lists(String member) throws Problem {
    JsonArray array = array(member, object.get(member));
    List<double[]> lists = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String name = member + "[" + i + "]";
      lists.add(numbers(name, array(name, array.get(i))));
    }
    return lists;
  }

  /** A list of objects, at least one. */
  List<Fields> objects(String member) throws Problem {
    JsonArray array = array(member, object.get(member));
    List<Fields> fields = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String name = member + "[" + i + "]";
      if (!array.get(i).isJsonObject()) {
        throw bad(name, "an object", array.get(i));
      }
      fields.add(new Fields(file, prefix() + name, array.get(i).getAsJsonObject()));
    }
    if (fields.isEmpty()) {
      throw bad(member, "a list of at least one object", array);
    }
    return fields;
  }

  private double[] numbers(String member, JsonArray array) throws Problem {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = finite(member + "[" + i + "]", array.get(i));
    }
    return values;
  }

  private JsonArray array(String member, @Nullable JsonElement value) throws Problem {
    if (value == null || !value.isJsonArray()) {
      throw bad(member, "a list", value);
    }
    return value.getAsJsonArray();
  }

  private double finite(String member, JsonElement value) throws Problem {
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      double number = value.getAsDouble();
      if (Math.abs(number) <= Float.MAX_VALUE) {
        return number;
      }
    }
    throw bad(member, "a finite number", value);
  }

  private int wholeNumber(String member, JsonElement value) throws Problem {
    double number = finite(member, value);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw bad(member, "a whole number", value);
    }
    return (int) number;
  }

  private Problem bad(String member, String expected, @Nullable JsonElement value) {
    String found = value == null ? "missing" : value.toString();
    String shown = found.length() > 40 ? found.substring(0, 40) + "..." : found;
    return new Problem(
        ClassicalMessage.TM3603_BAD_MEMBER, file, prefix() + member, expected, shown);
  }

  private String prefix() {
    return path.isEmpty() ? "" : path + ".";
  }
}

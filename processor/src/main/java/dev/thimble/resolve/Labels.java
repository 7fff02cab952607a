package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Place;
import dev.thimble.diagnostic.ShapeMessage;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of classes, and the constants that they become. */
final class Labels {
  private Labels() {}

  /**
   * What follows the prefix in C: {@code no person} gives {@code NO_PERSON}, {@code 7} gives {@code
   * 7}.
   */
  static String cConstant(String label) {
    // Marks that decomposing leaves behind go; Turkish must not change what an i becomes.
    return Normalizer.normalize(label, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}+", "")
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]+", "_")
        .replaceAll("^_+|_+$", "");
  }

  /**
   * The constant of an enum in Java, which cannot begin with a digit: {@code 7} gives {@code
   * DIGIT_7}.
   */
  static String javaConstant(String label) {
    String constant = cConstant(label);
    return !constant.isEmpty() && Character.isDigit(constant.charAt(0))
        ? "DIGIT_" + constant
        : constant;
  }

  /** Whether each label becomes a constant of its own. */
  static boolean usable(List<String> labels) {
    Set<String> constants = new HashSet<>();
    return labels.stream()
        .map(Labels::javaConstant)
        .allMatch(constant -> !constant.isEmpty() && constants.add(constant));
  }

  /** Reports labels that do not fit the classes or become no constants of their own. */
  static void check(StepContext step, int classes) {
    AnnotationValues values = step.values();
    List<String> labels = values.texts("labels").orElse(List.of());
    if (labels.isEmpty()) {
      return;
    }
    if (labels.size() != classes) {
      step.report(
          values.placeOf("labels"),
          ShapeMessage.TM1208_LABEL_COUNT,
          labels.size(),
          classes,
          step.input().shape());
    }
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      String constant = javaConstant(label);
      Place place = place(values, i);
      if (constant.isEmpty()) {
        step.report(place, ShapeMessage.TM1210_LABEL_UNUSABLE, label);
      } else if (seen.containsKey(constant)) {
        step.report(
            place, ShapeMessage.TM1209_LABEL_COLLISION, seen.get(constant), label, constant);
      }
      seen.putIfAbsent(constant, label);
    }
  }

  private static Place place(AnnotationValues values, int index) {
    AnnotationValues.Member member = values.members().get("labels");
    return member != null && index < member.elements().size()
        ? member.elements().get(index)
        : values.placeOf("labels");
  }
}

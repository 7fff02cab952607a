package dev.thimble.declaration;

import dev.thimble.diagnostic.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one annotation that the user wrote, each with its place. A member that is absent
 * was not written: no sentinel stands for "not set".
 *
 * <p>Values are {@code Integer, Long, Double, Float, Boolean, String}, enum constants as their name
 * in a {@code String}, and a {@code List} of these for arrays (a single value given for an array
 * member arrives as a list of one).
 *
 * @param type simple name of the annotation, such as {@code Conv2D}
 * @param members what was written, by member name
 * @param place the annotation itself
 */
public record AnnotationValues(String type, Map<String, Member> members, Place place) {
  /**
   * One written member.
   *
   * @param value the value
   * @param place the value's place
   * @param elements the places of an array's elements; empty for a single value
   */
  public record Member(Object value, Place place, List<Place> elements) {}

  /** Copies the map. */
  public AnnotationValues {
    members = Map.copyOf(members);
  }

  /** The same with another value for a member, as if it had been written there. */
  public AnnotationValues with(String member, Object value) {
    Map<String, Member> changed = new LinkedHashMap<>(members);
    changed.put(member, new Member(value, placeOf(member), List.of()));
    return new AnnotationValues(type, changed, place);
  }

  /** Whether the member was written. */
  public boolean has(String member) {
    return members.containsKey(member);
  }

  /** The place of the member's value, or of the whole annotation where it was not written. */
  public Place placeOf(String member) {
    Member written = members.get(member);
    return written == null ? place : written.place();
  }

  /** A whole number. */
  public Optional<Long> integer(String member) {
    return value(member, Number.class).map(Number::longValue);
  }

  /** A number. */
  public Optional<Double> number(String member) {
    return value(member, Number.class).map(Number::doubleValue);
  }

  /** A text, or the name of an enum constant. */
  public Optional<String> text(String member) {
    return value(member, String.class);
  }

  /** A truth value. */
  public Optional<Boolean> flag(String member) {
    return value(member, Boolean.class);
  }

  /** An array of whole numbers. */
  public Optional<List<Integer>> integers(String member) {
    return value(member, List.class)
        .map(
            list -> {
              List<Integer> result = new ArrayList<>();
              for (Object element : list) {
                result.add(((Number) element).intValue());
              }
              return result;
            });
  }

  /** An array of numbers. */
  public Optional<List<Double>> numbers(String member) {
    return value(member, List.class)
        .map(
            list -> {
              List<Double> result = new ArrayList<>();
              for (Object element : list) {
                result.add(((Number) element).doubleValue());
              }
              return result;
            });
  }

  /** An array of texts. */
  public Optional<List<String>> texts(String member) {
    return value(member, List.class)
        .map(
            list -> {
              List<String> result = new ArrayList<>();
              for (Object element : list) {
                result.add((String) element);
              }
              return result;
            });
  }

  private <T> Optional<T> value(String member, Class<T> type) {
    Member written = members.get(member);
    return written == null ? Optional.empty() : Optional.of(type.cast(written.value()));
  }
}

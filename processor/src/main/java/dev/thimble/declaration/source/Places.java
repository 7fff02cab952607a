package dev.thimble.declaration.source;

import dev.thimble.diagnostic.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/** What the tokens of places stand for. */
public final class Places {
  /**
   * One position in the source, in all the ways in which a compiler may want it.
   *
   * @param element the class or the field
   * @param mirror the innermost annotation, if the place is one or lies in one
   * @param value the member's value or the element of an array, if it is one
   * @param written how it was written, to find it in a syntax tree
   */
  public record Position(
      Element element,
      Optional<AnnotationMirror> mirror,
      Optional<AnnotationValue> value,
      Written written) {}

  /**
   * A position among the annotations of an element, as the user counts.
   *
   * @param annotation simple name; empty for the element itself
   * @param occurrence which of several annotations of that name
   * @param member name of the member; empty for the whole annotation
   * @param index which element of an array; -1 for the whole value
   */
  public record Written(String annotation, int occurrence, String member, int index) {
    /** The element itself. */
    static Written element() {
      return new Written("", 0, "", -1);
    }
  }

  private final List<Position> positions = new ArrayList<>();

  /** A place that stands for the position. */
  Place add(String model, String member, Position position) {
    positions.add(position);
    return new Place(model, member, positions.size() - 1);
  }

  /** A place that stands for the element itself. */
  public Place of(String model, String member, Element element) {
    return add(
        model,
        member,
        new Position(element, Optional.empty(), Optional.empty(), Written.element()));
  }

  /** What the place stands for; empty for {@link Place#nowhere()}. */
  public Optional<Position> position(Place place) {
    int token = place.token();
    return token < 0 || token >= positions.size()
        ? Optional.empty()
        : Optional.of(positions.get(token));
  }
}

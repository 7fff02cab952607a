package dev.thimble.declaration.source;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Reads one annotation of an element. */
final class MirrorReader {
  /** What javac and Eclipse's compiler say in place of a value that did not compile. */
  private static final String BROKEN = "<error>";

  private final Places places;
  private final Element element;
  private final String model;
  private final String owner;

  /**
   * A reader for the annotations of one element.
   *
   * @param model the model's name, for messages
   * @param owner the step's name; empty for the class
   */
  MirrorReader(Places places, Element element, String model, String owner) {
    this.places = places;
    this.element = element;
    this.model = model;
    this.owner = owner;
  }

  /**
   * The members that were written; empty if any did not compile or a required one is missing, which
   * the compiler itself reports.
   *
   * @param occurrence which of the element's annotations of that type it is
   */
  Optional<AnnotationValues> read(AnnotationMirror mirror, int occurrence) {
    String type = simpleName(mirror);
    Map<String, AnnotationValues.Member> members = new LinkedHashMap<>();
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        mirror.getElementValues().entrySet()) {
      String name = entry.getKey().getSimpleName().toString();
      Site site = new Site(mirror, type, occurrence, name);
      Optional<AnnotationValues.Member> member =
          member(entry.getKey().getReturnType(), entry.getValue(), site);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      members.put(name, member.get());
    }
    TypeElement declared = (TypeElement) mirror.getAnnotationType().asElement();
    for (ExecutableElement method : ElementFilter.methodsIn(declared.getEnclosedElements())) {
      if (method.getDefaultValue() == null
          && !members.containsKey(method.getSimpleName().toString())) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new AnnotationValues(type, members, new Site(mirror, type, occurrence, "").whole()));
  }

  private static Optional<AnnotationValues.Member> member(
      TypeMirror type, AnnotationValue value, Site site) {
    if (type.getKind() != TypeKind.ARRAY) {
      return scalar(type, value)
          .map(v -> new AnnotationValues.Member(v, site.at(value, -1), List.of()));
    }
    TypeMirror elementType = ((ArrayType) type).getComponentType();
    List<Object> elements = new ArrayList<>();
    List<Place> elementPlaces = new ArrayList<>();
    for (AnnotationValue each : elements(value)) {
      Optional<Object> read = scalar(elementType, each);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      elements.add(read.get());
      elementPlaces.add(site.at(each, elementPlaces.size()));
    }
    return Optional.of(
        new AnnotationValues.Member(
            List.copyOf(elements), site.at(value, -1), List.copyOf(elementPlaces)));
  }

  /** The elements of an array; a single value may stand for an array of one. */
  static List<AnnotationValue> elements(AnnotationValue value) {
    if (!(value.getValue() instanceof List<?> list)) {
      return List.of(value);
    }
    List<AnnotationValue> result = new ArrayList<>();
    for (Object each : list) {
      result.add((AnnotationValue) each);
    }
    return result;
  }

  /** The value; empty if it is not of the declared type, for then it did not compile. */
  private static Optional<Object> scalar(TypeMirror type, AnnotationValue value) {
    Object read = value.getValue();
    if (read == null || BROKEN.equals(read)) {
      return Optional.empty();
    }
    boolean fits =
        switch (type.getKind()) {
          case INT -> read instanceof Integer;
          case LONG -> read instanceof Long;
          case FLOAT -> read instanceof Float;
          case DOUBLE -> read instanceof Double;
          case BOOLEAN -> read instanceof Boolean;
          case DECLARED -> read instanceof String == isString(type);
          default -> false;
        };
    if (!fits) {
      return Optional.empty();
    }
    if (read instanceof VariableElement constant) {
      return Optional.of(constant.getSimpleName().toString());
    }
    return Optional.of(read instanceof TypeMirror ? read.toString() : read);
  }

  private static boolean isString(TypeMirror type) {
    return type.toString().equals("java.lang.String");
  }

  /** The simple name of the annotation's type. */
  static String simpleName(AnnotationMirror mirror) {
    return mirror.getAnnotationType().asElement().getSimpleName().toString();
  }

  /** The qualified name of the annotation's type. */
  static String qualifiedName(AnnotationMirror mirror) {
    return ((TypeElement) mirror.getAnnotationType().asElement()).getQualifiedName().toString();
  }

  /** Makes the places of one annotation. */
  private final class Site {
    private final AnnotationMirror mirror;
    private final String type;
    private final int occurrence;
    private final String member;

    Site(AnnotationMirror mirror, String type, int occurrence, String member) {
      this.mirror = mirror;
      this.type = type;
      this.occurrence = occurrence;
      this.member = member;
    }

    Place whole() {
      return place(Optional.empty(), -1);
    }

    Place at(AnnotationValue value, int index) {
      return place(Optional.of(value), index);
    }

    private Place place(Optional<AnnotationValue> value, int index) {
      String shown = shown();
      return places.add(
          model,
          shown,
          new Places.Position(
              element,
              Optional.of(mirror),
              value,
              new Places.Written(type, occurrence, member, index)));
    }

    private String shown() {
      if (owner.isEmpty()) {
        return "@" + type + (member.isEmpty() ? "" : "(" + member + ")");
      }
      return member.isEmpty() || member.equals("value") ? owner : owner + "." + member;
    }
  }
}

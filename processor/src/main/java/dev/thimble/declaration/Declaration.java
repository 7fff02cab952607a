package dev.thimble.declaration;

import dev.thimble.diagnostic.Place;
import java.util.List;
import java.util.Optional;

/**
 * What the user wrote: one {@code @TinyModel} class, each part with its place in the source.
 *
 * @param name the class's names
 * @param model the members of {@code @TinyModel}
 * @param steps the annotated fields, top to bottom
 * @param devices the {@code @Device} annotations, in source order
 * @param budgets the {@code @Budget} annotations, in source order
 * @param sensors the {@code @Sensor} annotations, in source order
 * @param isPublic whether the class is public; the generated class follows it
 * @param place the class's name in the source
 */
public record Declaration(
    ModelName name,
    AnnotationValues model,
    List<StepDeclaration> steps,
    List<AnnotationValues> devices,
    List<AnnotationValues> budgets,
    List<AnnotationValues> sensors,
    boolean isPublic,
    Place place) {
  /** Copies the lists. */
  public Declaration {
    steps = List.copyOf(steps);
    devices = List.copyOf(devices);
    budgets = List.copyOf(budgets);
    sensors = List.copyOf(sensors);
  }

  /** The step of that name. */
  public Optional<StepDeclaration> step(String stepName) {
    return steps.stream().filter(s -> s.name().equals(stepName)).findFirst();
  }
}

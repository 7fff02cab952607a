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

  /** The same with another {@code @TinyModel}. */
  public Declaration withModel(AnnotationValues changed) {
    return new Declaration(name, changed, steps, devices, budgets, sensors, isPublic, place);
  }

  /** The same with one step's annotation changed. */
  public Declaration withStep(String stepName, AnnotationValues changed) {
    List<StepDeclaration> others =
        steps.stream()
            .map(
                s ->
                    s.name().equals(stepName)
                        ? new StepDeclaration(s.name(), s.kind(), changed, s.place())
                        : s)
            .toList();
    return new Declaration(name, model, others, devices, budgets, sensors, isPublic, place);
  }

  /** The same with one {@code @Budget} changed. */
  public Declaration withBudget(AnnotationValues budget, AnnotationValues changed) {
    List<AnnotationValues> others =
        budgets.stream().map(b -> b.equals(budget) ? changed : b).toList();
    return new Declaration(name, model, steps, devices, others, sensors, isPublic, place);
  }

  /** The same with one {@code @Device} changed. */
  public Declaration withDevice(AnnotationValues device, AnnotationValues changed) {
    List<AnnotationValues> others =
        devices.stream().map(d -> d.equals(device) ? changed : d).toList();
    return new Declaration(name, model, steps, others, budgets, sensors, isPublic, place);
  }
}

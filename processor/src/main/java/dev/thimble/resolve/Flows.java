package dev.thimble.resolve;

import dev.thimble.declaration.StepDeclaration;
import dev.thimble.graph.ShapeException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What flows out of each step that is resolved, in their order. */
final class Flows {
  private final Map<String, StepDeclaration> steps = new HashMap<>();
  private final Map<String, Flow> written = new LinkedHashMap<>();
  private final Map<String, Flow> plain = new HashMap<>();

  void put(StepDeclaration step, Flow flow) {
    steps.put(step.name(), step);
    written.put(step.name(), flow);
  }

  int size() {
    return written.size();
  }

  /** What the step itself gives; null where it failed. */
  @Nullable Flow written(String step) {
    return written.get(step);
  }

  /** The same without a block's scaling, which few steps know of; null where it failed. */
  @Nullable Flow plain(String step, ModelContext context) {
    Flow flow = written.get(step);
    StepDeclaration source = steps.get(step);
    Block block = flow == null ? null : context.blocks().get(flow.value());
    if (flow == null || source == null || block == null || block.shift().isEmpty()) {
      return flow;
    }
    Flow known = plain.get(step);
    if (known == null) {
      StepContext here = new StepContext(source, List.of(), List.of(), context);
      try {
        Block unscaled = new Spectra(here).plain(block);
        context.blocks().put(unscaled.value(), unscaled);
        known = flow.to(unscaled.value(), flow.shape());
      } catch (ShapeException misfit) {
        throw new IllegalStateException(misfit);
      }
      plain.put(step, known);
    }
    return known;
  }

  /** What a resolved step gives to whoever asks for it. */
  Flow given(String step) {
    Flow flow = plain.getOrDefault(step, written.get(step));
    if (flow == null) {
      throw new IllegalStateException("step " + step + " is not resolved");
    }
    return flow;
  }

  /** The shapes so far, a line a step. */
  String table() {
    int width = written.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder table = new StringBuilder();
    written.forEach(
        (name, flow) ->
            table
                .append("\n    ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(flow.shape()));
    return table.length() == 0 ? " none" : table.toString();
  }
}

package dev.thimble.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.HostTwin;
import dev.thimble.TwinBytes;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.java.JavaTwin;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** A model's Java twin, compiled in memory with every warning an error. */
final class Twin {
  private final TestModel model;
  private final Object instance;

  private Twin(TestModel model, Object instance) {
    this.model = model;
    this.instance = instance;
  }

  static Twin compile(TestModel model) {
    JavaTwin twin = new JavaTwin(model.outline(), model.program());
    try {
      ClassLoader loader = InMemoryCompiler.compile("random.NetModel", twin);
      Class<?> type = loader.loadClass("random.NetModel");
      return new Twin(model, type.getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  HostTwin hostTwin() {
    return (HostTwin) invoke(method("hostTwin", 0));
  }

  /**
   * Calls the method of each step alone, on the results that the interpreter has for the steps that
   * it reads.
   */
  void checkSteps(int sample, Samples samples) {
    Outcomes outcomes = new Outcomes(model, samples, sample);
    for (ModelOutline.Step step : model.outline().steps()) {
      List<String> reads = step.reads().stream().distinct().toList();
      if (reads.isEmpty()) {
        continue;
      }
      Method method = method(step.name(), reads.size());
      List<Object> arguments = new ArrayList<>();
      for (int i = 0; i < reads.size(); i++) {
        byte[] bytes = outcomes.of(reads.get(i));
        Class<?> element = method.getParameterTypes()[i].getComponentType();
        Object array = Array.newInstance(element, bytes.length / width(element));
        TwinBytes.read(bytes, 0, array);
        arguments.add(array);
      }
      byte[] result = TwinBytes.write(invoke(method, arguments.toArray()));
      assertThat(result).as("step %s alone", step.name()).isEqualTo(outcomes.of(step.name()));
    }
  }

  private static int width(Class<?> element) {
    return element == byte.class ? 1 : element == short.class ? 2 : element == int.class ? 4 : 8;
  }

  private Method method(String name, int parameters) {
    for (Method method : instance.getClass().getMethods()) {
      boolean real = List.of(method.getParameterTypes()).contains(float[].class);
      if (method.getName().equals(name) && method.getParameterCount() == parameters && !real) {
        return method;
      }
    }
    throw new AssertionError("no method " + name);
  }

  private Object invoke(Method method, Object... arguments) {
    try {
      return method.invoke(instance, arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(method.getName(), e);
    }
  }
}

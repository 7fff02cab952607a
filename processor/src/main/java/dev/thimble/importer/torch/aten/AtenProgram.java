package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.Array;
import dev.thimble.importer.torch.ScriptObject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program while it is followed: its calls become a network. */
public final class AtenProgram implements Calls {
  /** Reads tensors that a format keeps in its own way. */
  public interface Loader {
    /** Whether this is such a tensor. */
    boolean isTensor(Object value);

    /** The tensor's elements: of quantised ones the integers. */
    Array load(Object value) throws Problem;

    /** What the integers of a quantised tensor stand for. */
    default Optional<Quantization> meaning(Object value) throws Problem {
      return Optional.empty();
    }
  }

  private final String file;
  private final Loader loader;
  private final Net net;
  private final List<Tensor> outputs = new ArrayList<>();
  private final IdentityHashMap<Object, Tensor> loaded = new IdentityHashMap<>();

  /** An empty network. */
  public AtenProgram(String file, Loader loader) {
    this.file = file;
    this.loader = loader;
    net = new Net(file);
  }

  /**
   * An input of the network.
   *
   * @param input extents in PyTorch's order, the batch of 1 first
   */
  public Object input(String name, InputShapes.Input input) throws Problem {
    return net.input(name, input.extents(), input.channelsLast());
  }

  /** Whether an operator took a tensor of (batch, channels, ...) for what it is. */
  public boolean readsPictures() {
    return net.readsPictures();
  }

  /** Says what the program gives. */
  public void outputs(List<Object> given) throws Problem {
    for (Object output : given) {
      flatten(output, outputs);
    }
  }

  /** The finished network. */
  public Graph finish() throws Problem {
    return net.finish(outputs);
  }

  private void flatten(Object output, List<Tensor> tensors) throws Problem {
    Object value = resolved(output);
    if (value instanceof Tensor tensor) {
      tensors.add(tensor);
    } else if (value instanceof Unread unread) {
      throw net.network().unsupported(unread.what(), unread.wayOut());
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        flatten(element, tensors);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Object element : map.values()) {
        flatten(element, tensors);
      }
    }
  }

  @Override
  public boolean isTensor(Object value) {
    return value instanceof Tensor || loader.isTensor(value);
  }

  @Override
  public Optional<Integer> arity(String operator) {
    return Operators.find(operator).map(entry -> entry.signature().parameters().size());
  }

  @Override
  public Object call(String operator, List<Object> arguments, Map<String, Object> named)
      throws Problem {
    net.at(operator);
    Operators.Entry entry =
        Operators.find(operator)
            .orElseThrow(
                () ->
                    net.network()
                        .unknown(
                            "Build the model without it; docs/formats.md lists the operators that"
                                + " are read."));
    for (Map.Entry<String, Object> argument : named.entrySet()) {
      boolean known = entry.signature().parameters().containsKey(argument.getKey());
      if (!known && argument.getValue() != None.NONE) {
        throw net.network().unsupported("its argument " + argument.getKey(), "Leave it out.");
      }
    }
    Call call = new Call(net, file, operator, bound(entry.signature(), arguments, named));
    return QuantisedType.kept(net, call, entry.operator().run(net, call));
  }

  private Map<String, Object> bound(
      Signature signature, List<Object> arguments, Map<String, Object> named) throws Problem {
    Map<String, Object> bound = new LinkedHashMap<>();
    int position = 0;
    for (Map.Entry<String, List<Object>> parameter : signature.parameters().entrySet()) {
      Object given = named.get(parameter.getKey());
      if (position < arguments.size()) {
        given = arguments.get(position);
      }
      if (given == null && !parameter.getValue().isEmpty()) {
        given = parameter.getValue().get(0);
      }
      if (given == null) {
        throw net.network().broken("its argument " + parameter.getKey() + " is missing");
      }
      bound.put(parameter.getKey(), resolved(given));
      position++;
    }
    return bound;
  }

  /** A stored tensor is read when it is first used. */
  private Object resolved(Object value) throws Problem {
    if (value instanceof List<?> list) {
      List<Object> result = new ArrayList<>();
      for (Object element : list) {
        result.add(resolved(element));
      }
      return result;
    } else if (value instanceof Packed packed) {
      return new Packed(
          ((List<?>) resolved(packed.parts())).stream().map(p -> (Object) p).toList());
    } else if (value instanceof ScriptObject object) {
      List<Object> parts = new ArrayList<>();
      for (@Nullable Object part : object.packed()) {
        parts.add(part == null ? None.NONE : resolved(part));
      }
      return parts.isEmpty() ? value : new Packed(parts);
    } else if (value instanceof Tensor || !loader.isTensor(value)) {
      return value;
    }
    Tensor known = loaded.get(value);
    if (known == null) {
      known = net.constant(loader.load(value), loader.meaning(value));
      loaded.put(value, known);
    }
    return known;
  }
}

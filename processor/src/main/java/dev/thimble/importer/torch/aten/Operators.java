package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which class reads which operator, by its name without the overload. */
final class Operators {
  /** One operator with the names of its parameters. */
  record Entry(Signature signature, AtenOperator operator) {}

  /** The operators while they are gathered. */
  static final class Table {
    private final Map<String, Entry> entries = new HashMap<>();

    /** An operator that gives new tensors. */
    void add(AtenOperator operator, String signature) {
      Signature parsed = Signature.parse(signature);
      entries.put(parsed.operator(), new Entry(parsed, operator));
    }

    /** An operator whose result shares its elements with {@code self}. */
    void view(AtenOperator operator, String signature) {
      add((net, call) -> viewed(call.first(), operator.run(net, call)), signature);
    }

    private static Object viewed(Tensor base, Object result) {
      if (result instanceof Tensor tensor && tensor != base) {
        tensor.viewOf(base);
      } else if (result instanceof Iterable<?> parts) {
        for (Object part : parts) {
          ((Tensor) part).viewOf(base);
        }
      }
      return result;
    }
  }

  private static final Map<String, Entry> ENTRIES = new HashMap<>();

  static {
    Table table = new Table();
    Convolutions.register(table);
    Poolings.register(table);
    Elementwise.register(table);
    Views.register(table);
    Parts.register(table);
    Joins.register(table);
    Reductions.register(table);
    Products.register(table);
    Normalisations.register(table);
    Recurrent.register(table);
    PackedLayers.register(table);
    QuantisedOperators.register(table);
    DecomposedOperators.register(table);
    Resampling.register(table);
    Questions.register(table);
    ENTRIES.putAll(table.entries);
  }

  private Operators() {}

  /** All names, sorted: the rows of {@code docs/operators.md}. */
  static SortedSet<String> names() {
    return new TreeSet<>(ENTRIES.keySet());
  }

  /** The operator of that name; {@code relu_} is {@code relu} that changes its input. */
  static Optional<Entry> find(String name) {
    Entry plain = ENTRIES.get(name);
    if (plain != null || !name.endsWith("_")) {
      return Optional.ofNullable(plain);
    }
    Entry base = ENTRIES.get(name.substring(0, name.length() - 1));
    return Optional.ofNullable(base)
        .map(entry -> new Entry(entry.signature(), inPlace(entry.operator())));
  }

  /** What an operator that is read gives, for those that are made of it. */
  static Object run(String name, Net net, Call call) throws Problem {
    return find(name).orElseThrow().operator().run(net, call);
  }

  private static AtenOperator inPlace(AtenOperator operator) {
    return (net, call) -> {
      Object result = operator.run(net, call);
      if (result instanceof Tensor tensor && tensor != call.first()) {
        call.first().become(tensor);
        return call.first();
      }
      return result;
    };
  }
}

package dev.thimble.plan;

import dev.thimble.backend.CostTable.Part;
import dev.thimble.backend.ProductCall;
import dev.thimble.backend.ProductFunction;
import dev.thimble.kernel.Element;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How often each part of portable code is written and executed, by the type that it is computed in.
 */
final class PartCounts {
  private final Map<Key, Count> counts = new LinkedHashMap<>();
  private final Set<ProductFunction> called = new LinkedHashSet<>();
  private long callCycles;
  private int callBytes;
  private int live;

  /** A part in a type of 16, 32 or 64 bits. */
  record Key(Part part, Element type) {}

  /** How often it is written, and how often executed. */
  record Count(long written, long executed) {
    Count plus(Count other) {
      return new Count(written + other.written, executed + other.executed);
    }
  }

  void add(Part part, Element type, long written, long executed) {
    Element computed = type.bits() <= 16 ? Element.I16 : type == Element.I24 ? Element.I32 : type;
    counts.merge(new Key(part, computed), new Count(written, executed), Count::plus);
  }

  /** Notes a call of a function, and how often it is executed. */
  void call(ProductCall call, long executed) {
    ProductFunction function = call.function();
    called.add(function);
    callBytes += function.callBytes();
    callCycles += executed * function.cycles().applyAsInt(call.count());
  }

  /** Functions of the chip's own that are called. */
  Set<ProductFunction> called() {
    return called;
  }

  /** Cycles of all calls, with what they call. */
  long callCycles() {
    return callCycles;
  }

  /** Flash of all calls. */
  int callBytes() {
    return callBytes;
  }

  /** Notes how many bytes of variables are alive somewhere. */
  void live(int bytes) {
    live = Math.max(live, bytes);
  }

  /** Bytes of variables that are alive together, at most. */
  int live() {
    return live;
  }

  Map<Key, Count> all() {
    return counts;
  }

  /** How often a part is written. */
  long written(Part part, Element type) {
    Count count = counts.get(new Key(part, type));
    return count == null ? 0 : count.written();
  }
}

package dev.thimble.quantize;

import dev.thimble.graph.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many bits each layer gets: weights of 4 or 8 bits with results of 8, or {@link #WORD}:
 * weights of 8 bits with results of 16.
 *
 * @param nodes of nodes by their name; these go before their steps
 * @param steps of steps by their name
 * @param others of all others
 */
public record Widths(Map<String, Integer> nodes, Map<String, Integer> steps, int others) {
  /** The narrow width: two weights a byte. */
  public static final int HALF = 4;

  /** The usual width. */
  public static final int BYTE = 8;

  /** The wide one: results of 16 bits, weights of 8. */
  public static final int WORD = 16;

  /** Eight bits everywhere. */
  public static final Widths BYTES = new Widths(Map.of(), Map.of(), BYTE);

  /** Copies the maps, keeping their order. */
  public Widths {
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /** One width for all layers. */
  public static Widths all(int bits) {
    return new Widths(Map.of(), Map.of(), bits);
  }

  /** The same with one node's width fixed. */
  public Widths with(String node, int bits) {
    Map<String, Integer> more = new LinkedHashMap<>(nodes);
    more.put(node, bits);
    return new Widths(more, steps, others);
  }

  /** The width of a node. */
  public int of(Node node) {
    Integer own = nodes.get(node.name());
    return own != null ? own : steps.getOrDefault(node.step(), others);
  }
}

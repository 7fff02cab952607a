package dev.thimble.importer.executorch;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.Array;
import dev.thimble.importer.data.Extents;
import dev.thimble.importer.data.FlatTable;
import dev.thimble.importer.data.RawType;
import dev.thimble.importer.torch.aten.Calls;
import dev.thimble.importer.torch.aten.None;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The values of a plan by index: numbers, lists, constant tensors, and what has been computed so
 * far.
 */
final class PlanValues {
  /** Types of the union {@code KernelTypes}. */
  private static final int TENSOR = 5;

  private static final int MAX_DEPTH = 1;

  private static final Map<Integer, RawType> TYPES =
      Map.of(
          0,
          RawType.U8,
          1,
          RawType.I8,
          2,
          RawType.I16,
          3,
          RawType.I32,
          4,
          RawType.I64,
          5,
          RawType.F16,
          6,
          RawType.F32,
          7,
          RawType.F64,
          11,
          RawType.BOOL,
          15,
          RawType.BF16);

  private final ProgramFile file;
  private final List<FlatTable> tables;
  private final Map<Integer, Object> computed = new HashMap<>();
  private final Map<List<Integer>, Integer> written = new HashMap<>();
  private final Map<Integer, Array> constants = new HashMap<>();

  PlanValues(ProgramFile file, FlatTable plan) throws Problem {
    this.file = file;
    tables = plan.tables(2);
  }

  private FlatTable entry(int index) throws Problem {
    if (index < 0 || index >= tables.size()) {
      throw file.broken("there is no value " + index);
    }
    return tables.get(index);
  }

  /** Says what a value has become. */
  void set(int index, Object value) throws Problem {
    if (entry(index).uint8(0, 0) == TENSOR) {
      memory(index).ifPresent(place -> written.put(place, index));
    }
    computed.put(index, value);
  }

  /** Where an activation is kept, as the file plans it. */
  private Optional<List<Integer>> memory(int index) throws Problem {
    Optional<FlatTable> place = tensor(index).table(6);
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of(
            List.of(place.get().int32(0, 0), place.get().int32(1, 0), place.get().int32(2, 0)));
  }

  /**
   * A value; a tensor that nothing computes shows what was written last to its memory: the file
   * leaves out reshapes that move nothing.
   */
  Object get(int index, Calls calls) throws Problem {
    if (isComputed(index) && !computed.containsKey(index)) {
      Integer source = memory(index).map(written::get).orElse(null);
      if (source != null) {
        List<Object> extents = new ArrayList<>();
        for (int extent : extents(index)) {
          extents.add((long) extent);
        }
        Object shown = calls.call("aten::view", List.of(computed.get(source), extents), Map.of());
        computed.put(index, shown);
      }
    }
    if (isList(index)) {
      for (int member : members(index)) {
        if (member >= 0 && !isList(member)) {
          get(member, calls);
        }
      }
    }
    return get(index);
  }

  /** The value's tensor table; a problem if it is no tensor. */
  FlatTable tensor(int index) throws Problem {
    FlatTable entry = entry(index);
    if (entry.uint8(0, 0) != TENSOR) {
      throw file.broken("value " + index + " is no tensor");
    }
    return union(entry, index);
  }

  private FlatTable union(FlatTable entry, int index) throws Problem {
    return entry.table(1).orElseThrow(() -> file.broken("value " + index + " is empty"));
  }

  /** Whether the value is an activation, whose elements are not in the file. */
  boolean isComputed(int index) throws Problem {
    return entry(index).uint8(0, 0) == TENSOR && tensor(index).int32(5, 0) == 0;
  }

  Object get(int index) throws Problem {
    return get(index, 0);
  }

  private Object get(int index, int depth) throws Problem {
    if (computed.containsKey(index)) {
      return computed.get(index);
    }
    FlatTable entry = entry(index);
    int type = entry.uint8(0, 0);
    if (type <= 1) {
      return None.NONE;
    }
    if (depth > MAX_DEPTH) {
      throw file.broken("value " + index + " stands in a list within a list");
    }
    FlatTable value = union(entry, index);
    return switch (type) {
      case 2 -> value.int64(0, 0);
      case 3 -> value.bool(0, false);
      case 4 -> value.float64(0, 0);
      case TENSOR -> constant(index, value);
      case 6 -> value.string(0);
      case 7 -> all(value.longs(0), depth);
      case 8 -> reals(value.doubles(0));
      case 9 -> truths(value.vector(0, 1));
      case 10, 11 -> several(value.ints(0), depth);
      default -> throw file.broken("value " + index + " is of the unknown type " + type);
    };
  }

  /** Lists of whole numbers hold indices of values, each a number. */
  private List<Object> all(long[] indices, int depth) throws Problem {
    List<Object> result = new ArrayList<>();
    for (long index : indices) {
      result.add(get((int) Math.max(-1, Math.min(Integer.MAX_VALUE, index)), depth + 1));
    }
    return result;
  }

  private List<Object> several(int[] indices, int depth) throws Problem {
    List<Object> result = new ArrayList<>();
    for (int index : indices) {
      result.add(index < 0 ? None.NONE : get(index, depth + 1));
    }
    return result;
  }

  /** Whether the value is a list of tensors. */
  boolean isList(int index) throws Problem {
    int type = entry(index).uint8(0, 0);
    return type == 10 || type == 11;
  }

  /** The indices of the tensors that a list of tensors holds. */
  int[] members(int index) throws Problem {
    FlatTable entry = entry(index);
    int type = entry.uint8(0, 0);
    if (type != 10 && type != 11) {
      throw file.broken("value " + index + " is no list of tensors");
    }
    return union(entry, index).ints(0);
  }

  private static List<Object> reals(double[] values) {
    List<Object> result = new ArrayList<>();
    for (double value : values) {
      result.add(value);
    }
    return result;
  }

  private static List<Object> truths(ByteBuffer values) {
    List<Object> result = new ArrayList<>();
    while (values.hasRemaining()) {
      result.add(values.get() != 0);
    }
    return result;
  }

  private Array constant(int index, FlatTable tensor) throws Problem {
    Array known = constants.get(index);
    if (known != null) {
      return known;
    }
    int buffer = tensor.int32(5, 0);
    if (buffer == 0) {
      throw file.broken("value " + index + " is read before it is computed");
    }
    RawType type = TYPES.get(tensor.uint8(0, 0));
    int[] extents = extents(index);
    OptionalLong elements =
        Extents.elements(Arrays.stream(extents).asLongStream().boxed().toList());
    if (type == null || elements.isEmpty() || tensor.int32(1, 0) != 0) {
      throw file.broken("constant " + buffer + " has an unknown type, or a shape that cannot be");
    }
    checkOrder(index, tensor);
    ByteBuffer bytes = file.constant(buffer, elements.getAsLong() * type.bytes());
    file.flat().charge(bytes.capacity(), "too large constants");
    Constant data = type.decode(bytes);
    List<Integer> shape = Arrays.stream(extents).boxed().toList();
    known = new Array("constant " + buffer, type.element(), shape, data);
    constants.put(index, known);
    return known;
  }

  /** The extents that the file gives a tensor. */
  int[] extents(int index) throws Problem {
    return tensor(index).ints(2);
  }

  private void checkOrder(int index, FlatTable tensor) throws Problem {
    ByteBuffer order = tensor.vector(3, 1);
    for (int axis = 0; order.hasRemaining(); axis++) {
      if (order.get() != axis) {
        throw file.broken("constant tensor " + index + " is stored with its axes in another order");
      }
    }
  }
}

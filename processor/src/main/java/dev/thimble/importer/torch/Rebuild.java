package dev.thimble.importer.torch;

import dev.thimble.importer.data.RawType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.PickleException;

/**
 * The list of what a pickle may call, and what becomes of it: tensors, ordered dictionaries, typed
 * lists and objects of TorchScript's classes. Everything else is refused by name.
 */
final class Rebuild {
  private static final Map<String, RawType> STORAGES =
      Map.ofEntries(
          Map.entry("torch.FloatStorage", RawType.F32),
          Map.entry("torch.DoubleStorage", RawType.F64),
          Map.entry("torch.HalfStorage", RawType.F16),
          Map.entry("torch.BFloat16Storage", RawType.BF16),
          Map.entry("torch.CharStorage", RawType.I8),
          Map.entry("torch.ShortStorage", RawType.I16),
          Map.entry("torch.IntStorage", RawType.I32),
          Map.entry("torch.LongStorage", RawType.I64),
          Map.entry("torch.ByteStorage", RawType.U8),
          Map.entry("torch.BoolStorage", RawType.BOOL),
          Map.entry("torch.QInt8Storage", RawType.I8),
          Map.entry("torch.QUInt8Storage", RawType.U8),
          Map.entry("torch.QInt32Storage", RawType.I32));

  private Rebuild() {}

  /**
   * What the call gives.
   *
   * @throws PickleException if the name is not on the list or the arguments do not fit
   */
  static Object call(Global function, Object[] arguments) {
    if (function.isScript()) {
      return new ScriptObject(function.qualified());
    }
    return switch (function.qualified()) {
      case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor" ->
          tensor(arguments, Optional.empty());
      case "torch._utils._rebuild_qtensor" -> tensor(arguments, Optional.of(scheme(arguments)));
      case "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch.jit._pickle.restore_type_tag",
          "torch.jit._pickle.build_intlist",
          "torch.jit._pickle.build_doublelist",
          "torch.jit._pickle.build_boollist",
          "torch.jit._pickle.build_tensorlist" ->
          argument(arguments, 0, Object.class);
      case "collections.OrderedDict" -> ordered(arguments);
      case "torch.device" -> "device";
      case "torch.Size" -> argument(arguments, 0, Object.class);
      default -> throw new Global.Refused(function.qualified());
    };
  }

  /** What a persistent identifier stands for: torch writes one kind, a storage. */
  static Storage storage(Object identifier, String folder) {
    if (identifier instanceof Object[] tuple
        && tuple.length >= 5
        && "storage".equals(tuple[0])
        && tuple[1] instanceof Global type) {
      RawType element = STORAGES.get(type.qualified());
      if (element == null) {
        throw new Global.Refused(type.qualified());
      }
      return new Storage(
          element,
          folder + argument(tuple, 2, String.class),
          argument(tuple, 4, Number.class).longValue());
    }
    throw new PickleException("a persistent identifier is no storage");
  }

  private static StoredTensor tensor(Object[] arguments, Optional<QuantScheme> scheme) {
    return new StoredTensor(
        argument(arguments, 0, Storage.class),
        argument(arguments, 1, Number.class).longValue(),
        longs(arguments, 2),
        longs(arguments, 3),
        scheme);
  }

  private static QuantScheme scheme(Object[] arguments) {
    Object[] parts = argument(arguments, 4, Object[].class);
    return switch (argument(parts, 0, Global.class).qualified()) {
      case "torch.per_tensor_affine" ->
          new QuantScheme.PerTensor(
              argument(parts, 1, Number.class).doubleValue(),
              argument(parts, 2, Number.class).longValue());
      case "torch.per_channel_affine", "torch.per_channel_symmetric" ->
          new QuantScheme.PerChannel(
              argument(parts, 1, StoredTensor.class),
              argument(parts, 2, StoredTensor.class),
              argument(parts, 3, Number.class).intValue());
      default -> throw new PickleException("a tensor is quantised by an unknown scheme");
    };
  }

  private static Map<Object, Object> ordered(Object[] arguments) {
    Map<Object, Object> result = new LinkedHashMap<>();
    if (arguments.length == 1 && arguments[0] instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (!(pair instanceof Object[] two) || two.length != 2) {
          throw new PickleException("an entry of a dictionary is no pair");
        }
        result.put(two[0], two[1]);
      }
    }
    return result;
  }

  private static List<Long> longs(Object[] arguments, int index) {
    List<Long> result = new ArrayList<>();
    for (Object value : argument(arguments, index, Object[].class)) {
      if (!(value instanceof Number number)) {
        throw new PickleException("an extent of a tensor is no number");
      }
      result.add(number.longValue());
    }
    return result;
  }

  private static <T> T argument(Object[] arguments, int index, Class<T> type) {
    if (index >= arguments.length || !type.isInstance(arguments[index])) {
      throw new PickleException("argument " + index + " of a call is not what torch writes");
    }
    return type.cast(arguments[index]);
  }
}

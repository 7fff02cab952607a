package dev.thimble.importer.torch.script;

import dev.thimble.importer.torch.aten.None;
import dev.thimble.importer.torch.aten.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators of lists, tuples, dictionaries and texts. */
final class ListOperations {
  private static final int MAX_LENGTH = 100_000;

  private ListOperations() {}

  /** The result; empty if this is no operator of such values. */
  static Optional<Object> call(String name, List<Object> arguments) throws ScriptFault {
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    Object first = arguments.get(0);
    if (name.equals("aten::format")) {
      return Optional.of(formatted(arguments));
    } else if (first instanceof List<?>) {
      return list(name, mutable(first), arguments);
    } else if (first instanceof Map<?, ?>) {
      return dictionary(name, map(first), arguments);
    } else if (first instanceof String text && name.equals("aten::len")) {
      return Optional.of((long) text.length());
    }
    return Optional.empty();
  }

  @SuppressWarnings("unchecked")
  private static List<Object> mutable(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Object value) {
    return (Map<Object, Object>) value;
  }

  private static Optional<Object> list(String name, List<Object> list, List<Object> arguments)
      throws ScriptFault {
    switch (name) {
      case "aten::len":
        return Optional.of((long) list.size());
      case "aten::__getitem__":
        return Optional.of(Values.of(list.get(index(list, arguments))));
      case "aten::__contains__":
        return Optional.of(list.contains(argument(arguments, 1)));
      case "aten::list", "aten::copy":
        return Optional.of(new ArrayList<>(list));
      case "aten::slice":
        return Optional.of(slice(list, arguments));
      case "aten::add":
        return Optional.of(joined(list, Values.list(argument(arguments, 1))));
      case "aten::mul":
        return Optional.of(repeated(list, Values.integer(argument(arguments, 1))));
      default:
        return changed(name, list, arguments);
    }
  }

  /** Operators that change the list; tuples cannot be changed. */
  private static Optional<Object> changed(String name, List<Object> list, List<Object> arguments)
      throws ScriptFault {
    try {
      switch (name) {
        case "aten::append":
          list.add(argument(arguments, 1));
          bounded(list.size());
          return Optional.of(list);
        case "aten::extend":
          list.addAll(Values.list(argument(arguments, 1)));
          break;
        case "aten::insert":
          list.add((int) Values.integer(argument(arguments, 1)), argument(arguments, 2));
          break;
        case "aten::_set_item":
          list.set(index(list, arguments), argument(arguments, 2));
          return Optional.of(list);
        case "aten::pop":
          int last = arguments.size() > 1 ? index(list, arguments) : list.size() - 1;
          return Optional.of(list.remove(last));
        case "aten::clear":
          list.clear();
          break;
        case "aten::reverse":
          java.util.Collections.reverse(list);
          break;
        default:
          return Optional.empty();
      }
    } catch (UnsupportedOperationException | IndexOutOfBoundsException e) {
      throw new ScriptFault("a list is changed that has no such place, or a tuple");
    }
    bounded(list.size());
    return Optional.of(Results.NOTHING);
  }

  private static Optional<Object> dictionary(
      String name, Map<Object, Object> map, List<Object> arguments) throws ScriptFault {
    switch (name) {
      case "aten::len":
        return Optional.of((long) map.size());
      case "aten::__getitem__":
        Object key = argument(arguments, 1);
        if (!map.containsKey(key)) {
          throw new ScriptFault("a dictionary has no entry " + Values.shown(key));
        }
        return Optional.of(Values.of(map.get(key)));
      case "aten::__contains__":
        return Optional.of(map.containsKey(argument(arguments, 1)));
      case "aten::_set_item":
        map.put(argument(arguments, 1), argument(arguments, 2));
        return Optional.of(Results.NOTHING);
      case "aten::keys":
        return Optional.of(new ArrayList<>(map.keySet()));
      case "aten::values":
        return Optional.of(new ArrayList<>(map.values()));
      case "aten::copy":
        return Optional.of(new LinkedHashMap<>(map));
      default:
        return Optional.empty();
    }
  }

  private static int index(List<Object> list, List<Object> arguments) throws ScriptFault {
    long index = Values.integer(argument(arguments, 1));
    long front = index < 0 ? index + list.size() : index;
    if (front < 0 || front >= list.size()) {
      throw new ScriptFault("a list of " + list.size() + " has no element " + index);
    }
    return (int) front;
  }

  private static List<Object> slice(List<Object> list, List<Object> arguments) throws ScriptFault {
    int begin = bound(arguments, 1, 0, list.size());
    int end = bound(arguments, 2, list.size(), list.size());
    long step = arguments.size() > 3 ? Values.integer(arguments.get(3)) : 1;
    if (step < 1) {
      throw new ScriptFault("a list is cut in steps of " + step);
    }
    List<Object> result = new ArrayList<>();
    for (long i = begin; i < end; i += step) {
      result.add(list.get((int) i));
    }
    return result;
  }

  private static int bound(List<Object> arguments, int at, int fallback, int size)
      throws ScriptFault {
    if (at >= arguments.size() || arguments.get(at) == None.NONE) {
      return fallback;
    }
    long bound = Values.integer(arguments.get(at));
    return (int) Math.max(0, Math.min(size, bound < 0 ? bound + size : bound));
  }

  private static List<Object> joined(List<Object> a, List<Object> b) throws ScriptFault {
    bounded((long) a.size() + b.size());
    List<Object> result = new ArrayList<>(a);
    result.addAll(b);
    return result;
  }

  private static List<Object> repeated(List<Object> list, long times) throws ScriptFault {
    bounded(times > MAX_LENGTH ? times : list.size() * times);
    List<Object> result = new ArrayList<>();
    for (long i = 0; i < times; i++) {
      result.addAll(list);
    }
    return result;
  }

  private static void bounded(long length) throws ScriptFault {
    if (length > MAX_LENGTH) {
      throw new ScriptFault("a list has more than " + MAX_LENGTH + " elements");
    }
  }

  private static String formatted(List<Object> arguments) {
    String text = String.valueOf(arguments.get(0));
    for (Object argument : arguments.subList(1, arguments.size())) {
      String shown = String.valueOf(argument);
      shown = shown.length() > 100 ? shown.substring(0, 100) : shown;
      text = text.replaceFirst("\\{\\}", java.util.regex.Matcher.quoteReplacement(shown));
    }
    return text;
  }

  private static Object argument(List<Object> arguments, int at) throws ScriptFault {
    if (at >= arguments.size()) {
      throw new ScriptFault("a call lacks its argument " + at);
    }
    return arguments.get(at);
  }
}

package dev.thimble.backend.cmsis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many bytes assembly fills: an instruction of Thumb has two where its operands allow a narrow
 * encoding (Arm Architecture Reference Manual, Thumb instruction set encodings; of several, GNU and
 * LLVM assemblers take the narrowest that does not change the flags), four else. Branches are
 * narrow as far as they reach.
 */
final class ThumbEncoding {
  private static final int NARROW = 2;
  private static final int WIDE = 4;

  /**
   * Bytes from a conditional branch, and from one without a condition, that a narrow one reaches.
   */
  private static final int NEAR = 252;

  private static final int FAR = 2044;

  private static final Set<String> BRANCHES =
      Set.of(
          "b", "beq", "bne", "bcs", "bcc", "bhs", "blo", "bmi", "bpl", "bhi", "bls", "bge", "blt",
          "bgt", "ble");

  /** How a line of assembly ends within its quotes. */
  private static final String END = "\\n\\t";

  private static final Set<String> COMMUTATIVE = Set.of("ands", "orrs", "eors", "adcs", "muls");
  private static final Set<String> ONE_OF_TWO =
      Set.of("ands", "orrs", "eors", "adcs", "muls", "sbcs", "bics");
  private static final Set<String> TWO =
      Set.of("sxtb", "sxth", "uxtb", "uxth", "mvns", "tst", "cmn", "rev");
  private static final Set<String> SHIFTS = Set.of("lsls", "lsrs", "asrs", "rors");

  /** An instruction or a label. */
  private record Item(String name, List<String> operands, boolean conditional, String label) {}

  private ThumbEncoding() {}

  /** Bytes of lines of C that hold assembly, one instruction a line. */
  static int bytes(List<String> lines) {
    List<Item> items = items(lines);
    int[] sizes = new int[items.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = size(items.get(i));
    }
    boolean grown = true;
    while (grown) {
      grown = grow(items, sizes);
    }
    int sum = 0;
    for (int size : sizes) {
      sum += size;
    }
    return sum;
  }

  private static List<Item> items(List<String> lines) {
    List<Item> items = new ArrayList<>();
    boolean conditional = false;
    for (String line : lines) {
      String quoted = line.strip();
      if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
        continue;
      }
      String text = inner(quoted);
      text = text.endsWith(END) ? text.substring(0, text.length() - END.length()) : text;
      if (text.endsWith(":")) {
        items.add(new Item("", List.of(), false, text.substring(0, text.length() - 1)));
        continue;
      }
      int space = text.indexOf(' ');
      String name = space < 0 ? text : text.substring(0, space);
      List<String> operands = space < 0 ? List.of() : operands(text.substring(space + 1));
      items.add(new Item(name, operands, conditional, ""));
      conditional = name.equals("it");
    }
    return items;
  }

  /** What commas divide, but within brackets. */
  private static List<String> operands(String text) {
    List<String> operands = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      if (c == ',' && depth == 0) {
        operands.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    operands.add(text.substring(start).strip());
    return operands;
  }

  /** Makes branches wide that do not reach their labels; whether there were any. */
  private static boolean grow(List<Item> items, int[] sizes) {
    Map<String, Integer> labels = new HashMap<>();
    int[] at = new int[sizes.length];
    int sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      at[i] = sum;
      if (!items.get(i).label().isEmpty()) {
        labels.put(items.get(i).label(), sum);
      }
      sum += sizes[i];
    }
    boolean grown = false;
    for (int i = 0; i < sizes.length; i++) {
      Item item = items.get(i);
      if (sizes[i] == NARROW && BRANCHES.contains(item.name())) {
        int distance = labels.getOrDefault(item.operands().get(0), 0) - at[i] - WIDE;
        int reach = item.name().equals("b") ? FAR : NEAR;
        if (distance > reach + NARROW || distance < -reach - WIDE) {
          sizes[i] = WIDE;
          grown = true;
        }
      }
    }
    return grown;
  }

  private static int size(Item item) {
    String name = item.name();
    if (name.isEmpty() || name.equals(".syntax")) {
      return 0;
    }
    if (name.equals(".balign")) {
      return NARROW;
    }
    return isNarrow(item, name, item.operands()) ? NARROW : WIDE;
  }

  private static boolean isNarrow(Item item, String name, List<String> o) {
    if (BRANCHES.contains(name) || name.equals("it") || name.equals("bx")) {
      return true;
    }
    if (name.startsWith("mov")) {
      return isNarrowMove(item, o);
    }
    return switch (name) {
      case "push" -> isLow(o.get(0), "lr");
      case "pop" -> isLow(o.get(0), "pc");
      case "cmp" -> number(o.get(1)) < 0 ? o.size() == 2 : isLow(o.get(0)) && fits(o.get(1), 255);
      case "add" -> isNarrowAdd(o);
      case "sub" -> o.get(0).equals("sp") && fits(o.get(o.size() - 1), 508);
      case "adds", "subs" -> isNarrowSum(o);
      case "addeq" -> isNarrowSum(o) || isNarrowAdd(o);
      case "rsbs" -> allLow(o.subList(0, 2)) && number(o.get(2)) == 0;
      case "ldmia", "stmia" -> isNarrowMultiple(o);
      default -> isNarrowRegular(name, o);
    };
  }

  private static boolean isNarrowRegular(String name, List<String> o) {
    if (TWO.contains(name)) {
      return o.size() == 2 && allLow(o);
    }
    if (SHIFTS.contains(name)) {
      boolean same = o.size() == 2 || o.get(0).equals(o.get(1));
      return allLow(o.subList(0, 2)) && (number(o.get(o.size() - 1)) >= 0 || same && allLow(o));
    }
    if (ONE_OF_TWO.contains(name)) {
      boolean same = o.size() == 2 || o.get(0).equals(o.get(1));
      boolean turned = COMMUTATIVE.contains(name) && o.get(0).equals(o.get(o.size() - 1));
      return o.size() <= 3 && allLow(o) && (same || turned);
    }
    return switch (name) {
      case "ldr", "str" -> isNarrowAccess(o, WIDE, true);
      case "ldrh", "strh" -> isNarrowAccess(o, NARROW, true);
      case "ldrb", "strb" -> isNarrowAccess(o, 1, true);
      case "ldrsb", "ldrsh" -> isNarrowAccess(o, 1, false);
      default -> false;
    };
  }

  private static boolean isNarrowMove(Item item, List<String> o) {
    String name = item.name();
    if (name.equals("movw") || name.equals("movt") || o.size() > 2) {
      return false;
    }
    if (o.get(1).startsWith("#")) {
      return (name.equals("movs") || item.conditional()) && isLow(o.get(0)) && fits(o.get(1), 255);
    }
    return !name.equals("movs") || allLow(o);
  }

  private static boolean isNarrowAdd(List<String> o) {
    String last = o.get(o.size() - 1);
    if (last.startsWith("#")) {
      boolean ofStack = o.get(0).equals("sp") && fits(last, 508) && number(last) % WIDE == 0;
      boolean fromStack = o.size() == 3 && o.get(1).equals("sp") && isLow(o.get(0));
      return ofStack || fromStack && fits(last, 1020) && number(last) % WIDE == 0;
    }
    return o.size() == 2
        || o.size() == 3 && (o.get(0).equals(o.get(1)) || o.get(0).equals(o.get(2)));
  }

  private static boolean isNarrowSum(List<String> o) {
    String last = o.get(o.size() - 1);
    if (!last.startsWith("#")) {
      return o.size() <= 3 && allLow(o);
    }
    boolean same = o.size() == 2 || o.get(0).equals(o.get(1));
    return allLow(o.subList(0, o.size() - 1)) && fits(last, same ? 255 : 7);
  }

  private static boolean isNarrowMultiple(List<String> o) {
    String base = o.get(0);
    boolean back = base.endsWith("!");
    String register = back ? base.substring(0, base.length() - 1) : base;
    List<String> list = operands(inner(o.get(1)));
    return isLow(register) && allLow(list) && back != list.contains(register);
  }

  /** A load or store of so many bytes. */
  private static boolean isNarrowAccess(List<String> o, int bytes, boolean immediate) {
    if (o.size() != 2 || !isLow(o.get(0)) || o.get(1).endsWith("!")) {
      return false;
    }
    if (!o.get(1).startsWith("[")) {
      return true; // a constant behind the code
    }
    List<String> address = operands(inner(o.get(1)));
    String offset = address.size() > 1 ? address.get(1) : "#0";
    if (!offset.startsWith("#")) {
      return address.size() == 2 && allLow(address);
    }
    boolean ofStack = address.get(0).equals("sp") && bytes == WIDE;
    boolean reached = fits(offset, ofStack ? 1020 : 31 * bytes) && number(offset) % bytes == 0;
    return immediate && reached && (ofStack || isLow(address.get(0)));
  }

  private static String inner(String text) {
    return text.substring(1, text.length() - 1);
  }

  private static boolean fits(String immediate, int most) {
    int number = number(immediate);
    return number >= 0 && number <= most;
  }

  /** The number of an operand; -1 if it is another. */
  private static int number(String operand) {
    int number = operand.length() > 1 && operand.charAt(0) == '#' ? 0 : -1;
    for (int i = 1; number >= 0 && i < operand.length(); i++) {
      int digit = Character.digit(operand.charAt(i), 10);
      number = digit < 0 ? -1 : number * 10 + digit;
    }
    return number;
  }

  private static boolean isLow(String register) {
    return register.length() == 2
        && register.charAt(0) == 'r'
        && register.charAt(1) >= '0'
        && register.charAt(1) <= '7';
  }

  private static boolean allLow(List<String> registers) {
    for (String register : registers) {
      if (!isLow(register)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a list in braces has low registers and the one given. */
  private static boolean isLow(String list, String special) {
    List<String> registers = operands(inner(list));
    int last = registers.size() - 1;
    return allLow(registers.subList(0, last))
        && (isLow(registers.get(last)) || registers.get(last).equals(special));
  }
}

package dev.thimble.importer.torch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a pickle as data. The library's own constructors are never reached: every name becomes a
 * {@link Global}, which knows the few that torch writes. Opcodes that torch does not write are
 * refused, and no length is believed before the bytes are there.
 *
 * <p>Tuples arrive as {@code Object[]}, lists as {@code List}, dictionaries as {@code Map}.
 */
final class PickleReader extends Unpickler {
  /** Opcodes of protocol 2 and 4 that only move data. */
  private static final List<Short> PLAIN =
      List.of(
          Opcodes.MARK,
          Opcodes.STOP,
          Opcodes.POP,
          Opcodes.POP_MARK,
          Opcodes.DUP,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.EMPTY_LIST,
          Opcodes.LIST,
          Opcodes.DICT,
          Opcodes.SETITEM,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.REDUCE,
          Opcodes.NEWOBJ,
          Opcodes.BINPERSID);

  private final ByteArrayInputStream bytes;

  private final String folder;

  private PickleReader(byte[] pickle, String folder) {
    this.folder = folder;
    bytes = new ByteArrayInputStream(pickle);
  }

  /**
   * The value of the pickle.
   *
   * @param folder of the archive where the elements of its tensors are
   * @throws Global.Refused if it names what it may not
   * @throws PickleException if it is damaged
   */
  static Object read(byte[] pickle, String folder) {
    PickleReader reader = new PickleReader(pickle, folder);
    try {
      return reader.load(reader.bytes);
    } catch (PickleException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The library trusts its stack: a damaged pickle makes it fail in many ways.
      throw new PickleException("it is damaged: " + e.getClass().getSimpleName());
    }
  }

  @Override
  protected Object dispatch(short key) throws IOException {
    switch (key) {
      case Opcodes.GLOBAL ->
          stack.add(new Global(PickleUtils.readline(input), PickleUtils.readline(input)));
      case Opcodes.STACK_GLOBAL -> {
        Object name = stack.pop();
        stack.add(new Global(String.valueOf(stack.pop()), String.valueOf(name)));
      }
      case Opcodes.BUILD -> build();
      case Opcodes.SETITEMS -> setItems();
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.BINUNICODE -> {
        checkLength();
        return super.dispatch(key);
      }
      default -> {
        if (!PLAIN.contains(key)) {
          throw new PickleException("it has the opcode " + key + ", which torch does not write");
        }
        return super.dispatch(key);
      }
    }
    return NO_RETURN_VALUE;
  }

  /** Keeps the file's order, which the library does not: bytecode counts attributes in it. */
  private void setItems() {
    List<Object> items = stack.pop_all_since_marker();
    if (!(stack.peek() instanceof Map<?, ?> target) || items.size() % 2 != 0) {
      throw new PickleException("it sets items of what has none");
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) target;
    for (int i = 0; i < items.size(); i += 2) {
      map.put(items.get(i), items.get(i + 1));
    }
  }

  /** State of an object of TorchScript; dictionaries have notes of torch's own, not needed. */
  private void build() {
    Object state = stack.pop();
    Object target = stack.peek();
    if (target instanceof ScriptObject object) {
      object.state(state);
    } else if (!(target instanceof Map<?, ?>)) {
      throw new PickleException("it sets the state of what has none");
    }
  }

  /** Four bytes of length are ahead: they must not claim more than there is. */
  private void checkLength() throws IOException {
    bytes.mark(Integer.BYTES);
    long length = Integer.toUnsignedLong(PickleUtils.bytes_to_integer(bytes.readNBytes(4)));
    bytes.reset();
    if (length > bytes.available()) {
      throw new PickleException("a text of " + length + " bytes leaves it");
    }
  }

  @Override
  protected Object persistentLoad(Object identifier) {
    return Rebuild.storage(identifier, folder);
  }
}

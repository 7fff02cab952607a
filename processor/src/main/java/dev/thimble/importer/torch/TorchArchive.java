package dev.thimble.importer.torch;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.Extents;
import dev.thimble.importer.data.ZipEntries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.razorvine.pickle.PickleException;

/**
 * The zip archive that {@code torch.save} and {@code torch.jit.save} write: all files are below one
 * folder, {@code data.pkl} has the structure and {@code data/} the elements of tensors.
 */
public final class TorchArchive {
  private static final int ZIP_SIGNATURE = 0x04034b50;

  /** Tensors may share storages, but together not grow beyond this many times the file. */
  private static final long MAX_GROWTH = 64;

  private static final long FREE_BYTES = 1 << 20;

  private final ModelFile file;
  private final ZipEntries zip;
  private final Map<String, ZipEntries.Entry> entries = new LinkedHashMap<>();
  private final ByteOrder order;
  private long left;

  /** Opens the archive; its files are checked when they are read. */
  public TorchArchive(ModelFile file) throws Problem {
    this.file = file;
    if (!isZip(file.head())) {
      throw broken(
          "it is no zip archive. Files of torch before 1.6 are not read: load it and save it again"
              + " with torch.save(model.state_dict(), ...)");
    }
    zip = new ZipEntries(file.bytes(), this::broken);
    for (ZipEntries.Entry entry : zip.entries()) {
      // All names begin with the archive's own folder; nothing is written to disk.
      entries.put(entry.name().substring(entry.name().indexOf('/') + 1), entry);
    }
    left = FREE_BYTES + MAX_GROWTH * file.bytes().length;
    Optional<byte[]> mark = find("byteorder");
    order =
        mark.isPresent() && new String(mark.get(), StandardCharsets.US_ASCII).startsWith("big")
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
  }

  /** Whether the bytes begin as zip archives do. */
  public static boolean isZip(byte[] head) {
    return head.length >= Integer.BYTES
        && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt() == ZIP_SIGNATURE;
  }

  /** The archive's files, without its folder, in the archive's order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** A file's bytes. */
  public Optional<byte[]> find(String name) throws Problem {
    ZipEntries.Entry entry = entries.get(name);
    return entry == null ? Optional.empty() : Optional.of(zip.bytes(entry));
  }

  /** The value of a pickle of the archive. */
  public Object pickle(String name) throws Problem {
    byte[] bytes = find(name).orElseThrow(() -> broken("it has no " + name));
    try {
      return PickleReader.read(bytes, folder(name));
    } catch (Global.Refused e) {
      throw new Problem(
          TorchMessage.TM3502_PICKLE_REFUSED, file.name(), name, String.valueOf(e.getMessage()));
    } catch (PickleException e) {
      throw broken(name + ": " + e.getMessage());
    }
  }

  /** Where the elements of a pickle's tensors are: beside it, or with the constants of the code. */
  private String folder(String pickle) {
    String own = pickle.replaceFirst("\\.pkl$", "/");
    boolean shared =
        pickle.equals("bytecode.pkl")
            && entries.keySet().stream().noneMatch(n -> n.startsWith(own));
    return shared ? "constants/" : own;
  }

  /** A tensor with its elements, row-major; quantised ones as the reals that they stand for. */
  public Array array(String name, StoredTensor tensor) throws Problem {
    Array stored = stored(name, tensor);
    if (tensor.scheme().isEmpty()) {
      return stored;
    }
    return new Dequantiser(this).reals(stored, tensor.scheme().get());
  }

  /** What the integers of a quantised tensor stand for; empty for plain tensors. */
  public Optional<Quantization> meaning(StoredTensor tensor) throws Problem {
    if (tensor.scheme().isEmpty()) {
      return Optional.empty();
    }
    if (tensor.scheme().get() instanceof QuantScheme.PerTensor one) {
      return Optional.of(Quantization.perTensor(one.scale(), (int) one.zeroPoint()));
    }
    QuantScheme.PerChannel many = (QuantScheme.PerChannel) tensor.scheme().get();
    List<Double> scales = new ArrayList<>();
    for (float scale : stored("the scales", many.scales()).floats()) {
      scales.add((double) scale);
    }
    List<Integer> zeros = new ArrayList<>();
    for (float zero : stored("the zero points", many.zeroPoints()).floats()) {
      zeros.add((int) zero);
    }
    if (scales.isEmpty() || scales.size() != zeros.size()) {
      throw broken(
          "a tensor has " + scales.size() + " scales and " + zeros.size() + " zero points");
    }
    return Optional.of(new Quantization(scales, zeros, many.axis()));
  }

  /** A tensor's elements as they are in the file: integers, for quantised ones. */
  public Array stored(String name, StoredTensor tensor) throws Problem {
    Storage storage = tensor.storage();
    byte[] bytes =
        find(storage.key()).orElseThrow(() -> broken(name + ": it has no " + storage.key()));
    OptionalLong elements = Extents.elements(tensor.extents());
    long held = bytes.length / storage.type().bytes();
    if (elements.isEmpty() || !fits(tensor, elements.getAsLong(), held)) {
      throw broken(
          "tensor " + name + " of shape " + tensor.extents() + " does not fit into its storage");
    }
    left -= elements.getAsLong() * Long.BYTES;
    if (left < 0) {
      throw broken("its tensors are many times larger than the file");
    }
    ByteBuffer picked =
        ByteBuffer.wrap(picked(tensor, bytes, (int) elements.getAsLong())).order(order);
    Constant data = storage.type().decode(picked);
    List<Integer> extents = tensor.extents().stream().map(Long::intValue).toList();
    return new Array(name, storage.type().element(), extents, data);
  }

  private static boolean fits(StoredTensor tensor, long elements, long held) {
    if (tensor.strides().size() != tensor.extents().size() || tensor.offset() < 0) {
      return false;
    }
    if (elements == 0) {
      return true;
    }
    long last = tensor.offset();
    for (int axis = 0; axis < tensor.extents().size(); axis++) {
      long stride = tensor.strides().get(axis);
      if (stride < 0 || stride > held) {
        return false;
      }
      last += stride * (tensor.extents().get(axis) - 1);
    }
    return last < held;
  }

  /** The elements' bytes in row-major order. */
  private static byte[] picked(StoredTensor tensor, byte[] bytes, int elements) {
    int width = tensor.storage().type().bytes();
    byte[] result = new byte[elements * width];
    int rank = tensor.extents().size();
    long[] index = new long[rank];
    long from = tensor.offset();
    for (int i = 0; i < elements; i++) {
      System.arraycopy(bytes, (int) from * width, result, i * width, width);
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += tensor.strides().get(axis);
        if (++index[axis] < tensor.extents().get(axis)) {
          break;
        }
        from -= index[axis] * tensor.strides().get(axis);
        index[axis] = 0;
      }
    }
    return result;
  }

  /** A problem with that fault. */
  public Problem broken(String fault) {
    return new Problem(TorchMessage.TM3501_BROKEN_TORCH, file.name(), fault);
  }
}

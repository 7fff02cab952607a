package dev.thimble.importer.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.thimble.diagnostic.OnnxMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.network.Site;
import dev.thimble.importer.onnx.schema.StringStringEntryProto;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Constants whose bytes lie in another file of the model's folder, from {@code offset} on, {@code
 * length} of them. What lies outside of the folder is refused.
 */
final class ExternalData {
  private final ModelFile model;
  private final TensorProto stored;
  private final Map<String, String> entries = new HashMap<>();

  private ExternalData(ModelFile model, TensorProto stored) {
    this.model = model;
    this.stored = stored;
    for (StringStringEntryProto entry : stored.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
  }

  /** The constant with its bytes inside; as it is where they are inside already. */
  static TensorProto inside(ModelFile model, TensorProto stored) throws Problem {
    boolean outside =
        stored.getDataLocation() == TensorProto.DataLocation.EXTERNAL
            || stored.getExternalDataCount() > 0;
    return outside ? new ExternalData(model, stored).read() : stored;
  }

  private TensorProto read() throws Problem {
    String location = entries.getOrDefault("location", "");
    if (location.isEmpty() || leaves(location)) {
      throw refused(location, "which is outside of the model's folder");
    }
    byte[] bytes =
        model
            .neighbours()
            .read(location)
            .orElseThrow(() -> refused(location, "which is not beside the model"));
    long offset = number("offset", 0, location);
    long length = number("length", bytes.length - offset, location);
    if (offset > bytes.length || length < 0 || length > bytes.length - offset) {
      String range = length + " bytes from " + offset + " on";
      throw refused(location, "which has " + bytes.length + " bytes, not " + range);
    }
    ByteString data = UnsafeByteOperations.unsafeWrap(bytes, (int) offset, (int) length);
    return stored.toBuilder()
        .clearExternalData()
        .setDataLocation(TensorProto.DataLocation.DEFAULT)
        .setRawData(data)
        .build();
  }

  private static boolean leaves(String location) {
    return location.startsWith("/")
        || location.matches("[A-Za-z]:.*")
        || Arrays.asList(location.split("[/\\\\]")).contains("..");
  }

  private long number(String key, long otherwise, String location) throws Problem {
    String text = entries.get(key);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw refused(location, "of which its " + key + " is no number");
    }
    return Long.parseLong(text);
  }

  private Problem refused(String location, String why) {
    return new Problem(
        OnnxMessage.TM3204_EXTERNAL_DATA,
        model.name(),
        Site.printable(stored.getName()),
        Site.printable(location),
        why);
  }
}

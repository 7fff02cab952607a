package dev.thimble.importer.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import java.io.IOException;

/**
 * Walks over a message without making objects of it. An empty message takes two bytes in a file and
 * tens of bytes in memory: what the file would become is bounded before it is made.
 */
final class MessageCounter {
  /** A network for a microcontroller has thousands at most; trees write long lists of numbers. */
  private static final int MAX_OBJECTS = 2_000_000;

  private final ModelFile file;
  private int objects;

  MessageCounter(ModelFile file) {
    this.file = file;
  }

  /** Counts messages, texts and repeated byte strings down to the end or the current limit. */
  void count(CodedInputStream stream, Descriptor type) throws IOException, Problem {
    count(stream, type, 0);
  }

  private void count(CodedInputStream stream, Descriptor type, int depth)
      throws IOException, Problem {
    if (depth > ProtobufReader.MAX_DEPTH) {
      throw tooDemanding("messages nest more than " + ProtobufReader.MAX_DEPTH + " deep");
    }
    for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if ((field == null || delimited) && ++objects > MAX_OBJECTS) {
        throw tooDemanding("more than " + MAX_OBJECTS + " messages, texts and unknown fields");
      }
      boolean nested =
          field != null && delimited && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (nested) {
        int outer = stream.pushLimit(stream.readRawVarint32());
        count(stream, field.getMessageType(), depth + 1);
        stream.popLimit(outer);
      } else {
        stream.skipField(tag);
      }
    }
  }

  private Problem tooDemanding(String what) {
    return new Problem(
        ImportMessage.TM3002_MODEL_TOO_DEMANDING, file.name(), file.bytes().length, what);
  }
}

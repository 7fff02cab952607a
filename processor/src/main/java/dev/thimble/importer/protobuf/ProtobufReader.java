package dev.thimble.importer.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import java.io.IOException;

/** Reads one message of a file that is distrusted. */
public final class ProtobufReader {
  /** Models nest some ten messages deep. */
  static final int MAX_DEPTH = 48;

  private ProtobufReader() {}

  /**
   * The whole file as one message. Fields that the schema does not name are kept aside.
   *
   * @param prototype the default instance of the message, which tells its fields
   * @param parser the message's parser
   * @throws Problem if the file is no such message, nests too deep or holds too many messages
   */
  public static <M extends Message> M read(ModelFile file, M prototype, Parser<M> parser)
      throws Problem {
    byte[] bytes = file.bytes();
    CodedInputStream measured = CodedInputStream.newInstance(bytes);
    try {
      new MessageCounter(file).count(measured, prototype.getDescriptorForType());
    } catch (IOException e) {
      throw broken(file, measured.getTotalBytesRead(), e);
    }
    CodedInputStream stream = CodedInputStream.newInstance(bytes);
    stream.setRecursionLimit(MAX_DEPTH);
    try {
      M message = parser.parsePartialFrom(stream);
      stream.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw broken(file, stream.getTotalBytesRead(), e);
    }
  }

  private static Problem broken(ModelFile file, int at, IOException reason) {
    String text = String.valueOf(reason.getMessage());
    String first = text.split("[.;] ", 2)[0];
    return new Problem(
        ImportMessage.TM3001_BROKEN_MODEL, file.name(), first, at, file.bytes().length);
  }
}

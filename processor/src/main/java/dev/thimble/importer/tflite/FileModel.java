package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.data.FlatFile;
import dev.thimble.importer.data.FlatTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The root of a file: its subgraphs, buffers and metadata. Field numbers are the schema's. */
final class FileModel {
  private static final int VERSION = 0;
  private static final int OPERATOR_CODES = 1;
  private static final int SUBGRAPHS = 2;
  private static final int BUFFERS = 4;
  private static final int METADATA = 6;
  private static final int SUPPORTED_VERSION = 3;
  private static final String IDENTIFIER = "TFL3";

  private final FlatFile file;
  private final FlatTable root;
  private final List<FlatTable> buffers;
  private final List<FlatTable> subgraphs;
  private final GraphReader graphs;

  FileModel(FlatFile file) throws Problem {
    this.file = file;
    file.need(0, 2 * Integer.BYTES, "the header");
    if (!identifier().equals(IDENTIFIER)) {
      throw new Problem(
          ImportMessage.TM3101_NOT_TFLITE, file.name(), "its bytes 4 to 7 are not " + IDENTIFIER);
    }
    root = FlatTable.root(file);
    int version = root.int32(VERSION, 0);
    if (version != SUPPORTED_VERSION) {
      throw new Problem(
          ImportMessage.TM3101_NOT_TFLITE, file.name(), "its schema version is " + version);
    }
    buffers = root.tables(BUFFERS);
    subgraphs = root.tables(SUBGRAPHS);
    if (subgraphs.isEmpty()) {
      throw file.broken(root.position(), "it has no subgraph");
    }
    graphs = new GraphReader(file, root.tables(OPERATOR_CODES), buffers.size());
  }

  private String identifier() {
    StringBuilder text = new StringBuilder();
    for (int i = Integer.BYTES; i < 2 * Integer.BYTES; i++) {
      text.append((char) file.bytes().get(i));
    }
    return text.toString();
  }

  FlatFile file() {
    return file;
  }

  /** The subgraph of that number, read anew; empty if there is none. */
  Optional<FileGraph> graph(int index) throws Problem {
    return index < 0 || index >= subgraphs.size()
        ? Optional.empty()
        : Optional.of(graphs.read(subgraphs.get(index)));
  }

  /** The bytes of a buffer, not copied; empty if it has none. */
  ByteBuffer buffer(int index) throws Problem {
    FlatTable buffer = buffers.get(index);
    long offset = buffer.int64(1, 0);
    long size = buffer.int64(2, 0);
    if (offset <= 1) {
      return buffer.vector(0, 1);
    }
    // Data of more than two gigabytes stands behind the tables; smaller data may, too.
    file.need(offset, size, "a buffer");
    return file.bytes()
        .duplicate()
        .position((int) offset)
        .limit((int) (offset + size))
        .slice()
        .order(file.bytes().order());
  }

  /** Whether a buffer holds data. */
  boolean hasData(int index) throws Problem {
    return index > 0 && buffer(index).capacity() > 0;
  }

  /** The bytes of the named metadata. */
  Optional<ByteBuffer> metadata(String name) throws Problem {
    List<ByteBuffer> found = new ArrayList<>();
    for (FlatTable entry : root.tables(METADATA)) {
      int index = entry.int32(1, 0);
      if (entry.string(0).equals(name) && index >= 0 && index < buffers.size()) {
        found.add(buffer(index));
      }
    }
    return found.stream().findFirst();
  }
}

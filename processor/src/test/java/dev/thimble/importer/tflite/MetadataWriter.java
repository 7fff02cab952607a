package dev.thimble.importer.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what a file says of itself, as the format's own tools do. */
final class MetadataWriter {
  private MetadataWriter() {}

  /** A table that names a file with labels of the first output. */
  static byte[] table(String fileName) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int name = builder.createString(fileName);
    builder.startTable(4);
    builder.addOffset(0, name, 0);
    builder.addByte(2, (byte) 2, 0);
    int file = builder.endTable();
    int files = builder.createVectorOfTables(new int[] {file});
    builder.startTable(7);
    builder.addOffset(6, files, 0);
    int tensor = builder.endTable();
    int outputs = builder.createVectorOfTables(new int[] {tensor});
    builder.startTable(5);
    builder.addOffset(3, outputs, 0);
    int subgraph = builder.endTable();
    int subgraphs = builder.createVectorOfTables(new int[] {subgraph});
    builder.startTable(8);
    builder.addOffset(3, subgraphs, 0);
    builder.finish(builder.endTable(), "M001");
    return builder.sizedByteArray();
  }

  /** A table whose only content is how the first input is normalised. */
  static byte[] normalizing(float[] means, float[] deviations) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int mean = floats(builder, means);
    int deviation = floats(builder, deviations);
    builder.startTable(2);
    builder.addOffset(0, mean, 0);
    builder.addOffset(1, deviation, 0);
    int options = builder.endTable();
    builder.startTable(2);
    builder.addByte(0, (byte) 1, 0);
    builder.addOffset(1, options, 0);
    int units = builder.createVectorOfTables(new int[] {builder.endTable()});
    builder.startTable(7);
    builder.addOffset(4, units, 0);
    int inputs = builder.createVectorOfTables(new int[] {builder.endTable()});
    builder.startTable(5);
    builder.addOffset(2, inputs, 0);
    int subgraphs = builder.createVectorOfTables(new int[] {builder.endTable()});
    builder.startTable(8);
    builder.addOffset(3, subgraphs, 0);
    builder.finish(builder.endTable(), "M001");
    return builder.sizedByteArray();
  }

  private static int floats(FlatBufferBuilder builder, float... values) {
    builder.startVector(Float.BYTES, values.length, Float.BYTES);
    for (int i = values.length - 1; i >= 0; i--) {
      builder.addFloat(values[i]);
    }
    return builder.endVector();
  }

  /** The model with a zip archive of one file behind it, whose offsets count from its start. */
  static byte[] labelled(byte[] model, String name, String text) {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(model);
    all.writeBytes(zip.toByteArray());
    return all.toByteArray();
  }
}

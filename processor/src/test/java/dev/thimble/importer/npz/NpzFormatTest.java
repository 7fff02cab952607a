package dev.thimble.importer.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFormatTest {
  private final NpzFormat format = new NpzFormat();

  @Test
  void readsArraysOfEveryOrder() throws Exception {
    TensorFile file = format.read(new ModelFile("d.npz", sound()));
    assertThat(file.names()).containsExactly("x", "y", "t");
    assertThat(file.find("x").orElseThrow().floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(file.find("x").orElseThrow().extents()).containsExactly(2, 3);
    assertThat(file.find("y").orElseThrow().data())
        .isEqualTo(new Constant.Integers(new long[] {258, -1}));
    assertThat(file.find("t").orElseThrow().data())
        .isEqualTo(new Constant.Integers(new long[] {1, 0}));
  }

  @Test
  void fortranOrderIsTurned() throws Problem {
    byte[] data = {
      0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23
    };
    byte[] npy = npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }", data);
    long[] values =
        ((Constant.Integers)
                format.read(new ModelFile("a/lone.npy", npy)).find("lone").orElseThrow().data())
            .values();
    for (int i = 0; i < 24; i++) {
      assertThat(values[i]).isEqualTo(i);
    }
  }

  @Test
  void emptyArraysAndScalarsAreArrays() throws Problem {
    byte[] none = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (0, 3), }", new byte[0]);
    assertThat(format.read(new ModelFile("n.npy", none)).find("n").orElseThrow().size()).isZero();
    byte[] scalar = npy("{'descr': '|i1', 'fortran_order': False, 'shape': (), }", new byte[] {-7});
    assertThat(format.read(new ModelFile("s.npy", scalar)).find("s").orElseThrow().floats())
        .containsExactly(-7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': maybe, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, }",
        ""
      })
  void refusesHeadersThatLie(String header) {
    assertThat(code(npy(header, new byte[4]))).isEqualTo(FileMessage.TM1151_BROKEN_NPZ);
  }

  @Test
  void refusesTypesAndSizesBeyondItsLimits() {
    String object = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
    assertThat(code(npy(object, new byte[4]))).isEqualTo(FileMessage.TM1152_ELEMENT_TYPE);
    String huge = "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 9999999999), }";
    assertThat(code(npy(huge, new byte[4]))).isEqualTo(FileMessage.TM1153_ARRAY_TOO_LARGE);
  }

  @Test
  void refusesBombs() throws IOException {
    byte[] zip =
        zip(
            "x.npy",
            npy(
                "{'descr': '|u1', 'fortran_order': False, 'shape': (20000000,), }",
                new byte[20_000_000]));
    assertThat(zip.length).isLessThan(30_000);
    assertThat(code(zip)).isEqualTo(FileMessage.TM1151_BROKEN_NPZ);
  }

  @Test
  void refusesOneNameTwice() throws IOException {
    byte[] npy = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", new byte[1]);
    String latin = new String(zip("a.npy", npy, "b.npy", npy), StandardCharsets.ISO_8859_1);
    assertThat(code(latin.replace("b.npy", "a.npy").getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(FileMessage.TM1151_BROKEN_NPZ);
  }

  @Test
  void refusesEveryTruncationAndSurvivesDamage() throws IOException {
    Mutations.truncate(format, "d.npz", sound(), file -> false);
    assertThat(Mutations.damage(format, "d.npz", sound(), 20_000, 2)).isGreaterThan(5_000);
    byte[] lone = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", new byte[16]);
    Mutations.truncate(format, "d.npy", lone, file -> false);
    assertThat(Mutations.damage(format, "d.npy", lone, 20_000, 3)).isGreaterThan(5_000);
  }

  private Message code(byte[] bytes) {
    return catchThrowableOfType(Problem.class, () -> format.read(new ModelFile("d.npz", bytes)))
        .code();
  }

  private static byte[] sound() throws IOException {
    ByteBuffer x = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= 6; i++) {
      x.putDouble(i);
    }
    return zip(
        "x.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", x.array()),
        "y.npy",
            npy(
                "{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }",
                new byte[] {1, 2, -1, -1}),
        "t.npy",
            npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", new byte[] {1, 0}),
        "note.txt", new byte[] {65});
  }

  private static byte[] npy(String header, byte[] data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(10 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) text.length)
        .put(text)
        .put(data)
        .array();
  }

  private static byte[] zip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        ZipEntry entry = new ZipEntry((String) namesAndBytes[i]);
        entry.setTime(1_600_000_000_000L);
        zip.putNextEntry(entry);
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}

package dev.thimble.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledRealsTest {
  @TempDir Path folder;

  private InputStream file(NpzWriter arrays) throws IOException {
    Path file = folder.resolve("data.npz");
    arrays.write(file);
    return Files.newInputStream(file);
  }

  @Test
  void givesSamplesWithTheirLabels() throws IOException {
    NpzWriter arrays =
        new NpzWriter()
            .floats("window", new float[] {1, 2.5f, -3, 4}, 2, 2)
            .integers("y", new int[] {1, 700}, 2);
    try (InputStream file = file(arrays)) {
      LabelledReals data = LabelledReals.npz(file, "window");
      assertThat(data.count()).isEqualTo(2);
      assertThat(data.sample(0)).containsExactly(1, 2.5f);
      assertThat(data.sample(1)).containsExactly(-3, 4);
      assertThat(data.label(1)).isEqualTo(700);
      assertThat(data.right(sample -> sample[0] < 0 ? 700 : 0)).isEqualTo(1);
    }
  }

  @Test
  void bytesAndHalvesAreReals() throws IOException {
    byte[] halves = {0, 0x3C, 0, (byte) 0xC0, 1, 0, 0, 0x7C};
    assertThat(new NpyArray("u1", new byte[] {3, -1}).reals("x")).containsExactly(3, 255);
    assertThat(new NpyArray("f2", halves).reals("x"))
        .containsExactly(1, -2, Math.scalb(1f, -24), Float.POSITIVE_INFINITY);
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    try (InputStream file = file(new NpzWriter().integers("y", new int[] {1}, 1))) {
      assertThatThrownBy(() -> LabelledReals.npz(file, "window"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("expected samples in window");
    }
    for (String type : List.of("c8", "O", "U0", "b1")) {
      assertThatThrownBy(() -> new NpyArray(type, new byte[16]).reals("x"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("x is of type " + type);
    }
    assertThatThrownBy(() -> LabelledReals.beside(LabelledRealsTest.class, "none.npz", "x"))
        .hasMessageContaining("no none.npz beside dev.thimble.data.LabelledRealsTest");
  }

  @Test
  void everySampleHasOneLabel() throws IOException {
    NpzWriter uneven =
        new NpzWriter().floats("x", new float[3], 3, 1).integers("y", new int[] {1, 2}, 2);
    for (NpzWriter arrays : List.of(uneven, new NpzWriter().floats("x", new float[2], 2, 1))) {
      try (InputStream file = file(arrays)) {
        assertThatThrownBy(() -> LabelledReals.npz(file, "x")).hasMessageContaining("a label for");
      }
    }
  }

  @Test
  void refusesWhatIsNoArray() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(new byte[20]);
    }
    InputStream file = new ByteArrayInputStream(bytes.toByteArray());
    assertThatThrownBy(() -> LabelledReals.npz(file, "x"))
        .hasMessageContaining("no array of NumPy");
  }
}

package dev.thimble.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Recordings in their formats, and what is none. */
class RecordingsTest {
  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static InputStream text(String text) {
    return stream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A WAV file: format 1 is PCM, 7 the mu law. */
  private static InputStream wav(int format, int channels, int rate, int bits, byte[] data) {
    int block = channels * bits / 8;
    ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data.length);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) format).putShort((short) channels).putInt(rate).putInt(rate * block);
    file.putShort((short) block).putShort((short) bits);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
    return stream(file.array());
  }

  private static InputStream npz(String name, String type, byte[] data) throws IOException {
    String header =
        "{'descr': '<" + type + "', 'fortran_order': False, 'shape': (" + data.length / 2 + ",), }";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name + ".npy"));
      zip.write("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
      zip.write(header.length());
      zip.write(0);
      zip.write(header.getBytes(StandardCharsets.US_ASCII));
      zip.write(data);
    }
    return stream(bytes.toByteArray());
  }

  private static final byte[] THREE = {1, 0, -1, -1, 0, -128};

  @Test
  void wavOf16BitsIsReadAsItIs() throws IOException {
    assertThat(Recordings.wav(wav(1, 1, 16_000, 16, THREE), 16_000))
        .containsExactly(1, -1, Short.MIN_VALUE);
  }

  /** ITU-T G.711: 0xFF is silence, 0x80 the loudest, 0x00 its negative. */
  @Test
  void wavByTheMuLawIsExpanded() throws IOException {
    byte[] coded = {-1, -128, 0};
    assertThat(Recordings.wav(wav(7, 1, 8_000, 8, coded), 8_000))
        .containsExactly(0, 32_124, -32_124);
  }

  @Test
  void otherSoundIsRefused() {
    assertThatThrownBy(() -> Recordings.wav(wav(1, 1, 8_000, 16, THREE), 16_000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one channel at 16000 Hz");
    assertThatThrownBy(() -> Recordings.wav(wav(1, 2, 16_000, 16, new byte[8]), 16_000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one channel at 16000 Hz");
    assertThatThrownBy(() -> Recordings.wav(text("no sound at all, only text, of any length"), 1))
        .isInstanceOf(IOException.class)
        .hasMessage("not a WAV file");
  }

  @Test
  void csvMayHaveNamesAndEmptyLines() throws IOException {
    assertThat(Recordings.csv(text("x,y\n1, -2\n\n3,32767\n"), 2))
        .containsExactly(1, -2, 3, Short.MAX_VALUE);
  }

  @Test
  void faultsInCsvAreToldByTheirLine() {
    assertThatThrownBy(() -> Recordings.csv(text("1,2\n3\n"), 2))
        .isInstanceOf(IOException.class)
        .hasMessage("line 2: expected 2 numbers, got 1");
    assertThatThrownBy(() -> Recordings.csv(text("1,2\n3,40000\n"), 2))
        .isInstanceOf(IOException.class)
        .hasMessage("line 2: expected a 16-bit integer, got 40000");
  }

  @Test
  void arraysOfNumPyAreReadByTheBeginningOfTheirNames() throws IOException {
    Map<String, short[]> read = Recordings.npz(npz("pcm_one", "i2", THREE), "pcm_");
    assertThat(read).containsOnlyKeys("one");
    assertThat(read.get("one")).containsExactly(1, -1, Short.MIN_VALUE);
    assertThatThrownBy(() -> Recordings.npz(npz("one", "i2", THREE), "pcm_"))
        .isInstanceOf(IOException.class)
        .hasMessage("expected arrays pcm_...");
    assertThatThrownBy(() -> Recordings.npz(npz("pcm_one", "u2", THREE), "pcm_"))
        .isInstanceOf(IOException.class)
        .hasMessage("pcm_one is of type u2, not i2");
  }

  @Test
  void clipsAreAsLongAsTheyShall() {
    assertThat(Recordings.clips(new short[] {1, 2, 3, 4, 5}, 2))
        .containsExactly(new short[] {1, 2}, new short[] {3, 4});
  }
}

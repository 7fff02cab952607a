package dev.thimble.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class LabelledBytesTest {
  private static final String BYTES =
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }\n";

  @Test
  void givesSamplesWithTheirLabels() throws IOException {
    LabelledBytes data =
        LabelledBytes.npz(
            npz(Map.of("x.npy", npy(BYTES, 1, 2, 3, -1), "y.npy", npy(BYTES, 7, -56))));
    assertThat(data.count()).isEqualTo(2);
    assertThat(data.sample(1)).containsExactly(3, 255);
    assertThat(data.label(1)).isEqualTo(200);
    assertThat(data.right(sample -> sample[0] == 3 ? 200 : 0)).isEqualTo(1);
  }

  @Test
  void refusesWhatItWouldMisread() {
    String reals = BYTES.replace("|u1", "<f4");
    refuses(
        Map.of("x.npy", npy(reals, 1, 2), "y.npy", npy(BYTES, 7)), "x.npy is not of type uint8");
    refuses(Map.of("x.npy", npy(BYTES, 1, 2)), "a label for each");
    refuses(Map.of("x.npy", npy(BYTES, 1, 2, 3), "y.npy", npy(BYTES, 1, 2)), "a label for each");
    refuses(Map.of("x.npy", new byte[20], "y.npy", npy(BYTES, 1)), "no array of NumPy");
  }

  private static void refuses(Map<String, byte[]> files, String message) {
    assertThatThrownBy(() -> LabelledBytes.npz(npz(files)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static byte[] npy(String header, int... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    out.write(header.length());
    out.write(0);
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int value : values) {
      out.write(value);
    }
    return out.toByteArray();
  }

  private static InputStream npz(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}

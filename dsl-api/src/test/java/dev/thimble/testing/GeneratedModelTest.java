package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedModelTest {
  private static final String FOLDER = "META-INF/thimble/example.Digits/";
  private static final GeneratedModel DIGITS =
      Fixtures.digits(
          List.of(
              DeviceInfo.avr("atmega328p", 16_000_000),
              DeviceInfo.cortexM("nrf51", "cortex-m0", "microbit", 0),
              DeviceInfo.portable("portable")));

  @TempDir Path root;

  @Test
  void loadsFromAFolder() throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, file.getValue());
    }
    assertThat(load(root)).isEqualTo(DIGITS);
    assertThat(GeneratedModel.read(root.resolve(FOLDER))).isEqualTo(DIGITS);
  }

  @Test
  void loadsFromAJar() throws IOException {
    Path jar = root.resolve("models with a space.jar");
    try (OutputStream stream = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      for (Map.Entry<String, String> file : files().entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(load(jar)).isEqualTo(DIGITS);
  }

  @Test
  void saysWhatItLookedFor() {
    assertThatThrownBy(() -> load(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No META-INF/thimble/example.Digits/model.properties");
  }

  @Test
  void offersTheHostAndTheSimulators() {
    assertThat(DIGITS.targets())
        .extracting(Target::name)
        .containsExactly(
            "atmega328p on this host",
            "atmega328p under simavr",
            "nrf51 on this host",
            "nrf51 under QEMU's microbit",
            "portable on this host");
    assertThat(DIGITS.simulator("nrf51").isHost()).isFalse();
    assertThatThrownBy(() -> DIGITS.simulator("portable"))
        .hasMessageContaining("atmega328p under simavr");
  }

  @Test
  void saysWhatToInstall() {
    DeviceInfo device =
        DeviceInfo.fromText("chip", "compiler=no-such-gcc\nsimulator=simavr\nmcu=atmega328p\n");
    Target target = Fixtures.digits(List.of(device)).simulator("chip");
    assertThat(target.availability().isAvailable()).isFalse();
    assertThat(target.availability().reason()).isEqualTo("no-such-gcc not found");
    assertThatThrownBy(target::build)
        .isInstanceOf(TargetException.class)
        .hasMessage("chip under simavr is not available: no-such-gcc not found");
  }

  @Test
  void knowsNoOtherBoards() {
    DeviceInfo device = DeviceInfo.cortexM("chip", "cortex-m4", "netduino2", 0);
    Target target = Fixtures.digits(List.of(device)).simulator("chip");
    assertThat(target.availability().reason())
        .startsWith("No memory map for the board netduino2; known: microbit, mps2-an385");
  }

  @Test
  void runsThousandsOfInputsAndReportsProgress() {
    List<Integer> progress = new ArrayList<>();
    List<byte[]> inputs = TargetOutputTest.images(5_000);
    try (Firmware firmware = Fixtures.build(DIGITS.host("portable"), BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs, RunOptions.DEFAULT.withProgress(progress::add));
      assertThat(run.outputs().get(4_999)).isEqualTo(TargetOutputTest.scores(inputs.get(4_999)));
      assertThat(progress).last().isEqualTo(5_000);
      assertThat(firmware.run(List.of()).outputs()).isEmpty();
    }
  }

  @Test
  void removesItsFilesUnlessToldWhereToBuild() {
    Path program;
    try (Firmware firmware = Fixtures.build(DIGITS.host("portable"), BuildOptions.DEFAULT)) {
      program = firmware.program();
      assertThat(program).exists();
    }
    assertThat(program.resolveSibling(".")).doesNotExist();
    BuildOptions kept = BuildOptions.DEFAULT.withDirectory(root.resolve("build"));
    try (Firmware firmware = Fixtures.build(DIGITS.host("portable"), kept)) {
      program = firmware.program();
    }
    assertThat(program).exists().startsWith(root);
  }

  private static GeneratedModel load(Path place) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {place.toUri().toURL()})) {
      return GeneratedModel.load(loader, "example.Digits");
    }
  }

  private static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put(FOLDER + ModelInfo.FILE_NAME, DIGITS.info().toText());
    files.put(FOLDER + "golden.bin", "not ours");
    for (GeneratedDevice device : DIGITS.devices()) {
      String folder = FOLDER + device.info().name() + "/";
      files.put(folder + DeviceInfo.FILE_NAME, device.info().toText());
      device.sources().forEach((name, text) -> files.put(folder + name, text));
    }
    return files;
  }
}

package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Labels in a file's metadata. */
class MetadataTest {
  private static List<String> labels(byte[] bytes) throws Problem {
    return new TfLiteImporter().labels(new ModelFile("m.tflite", bytes));
  }

  private static byte[] named(String named, String stored) {
    byte[] model =
        new ModelWriter()
            .metadata("TFLITE_METADATA", MetadataWriter.table(named))
            .subgraph(new int[0])
            .write();
    return MetadataWriter.labelled(model, stored, "a\nb\n");
  }

  @Test
  void areReadFromTheArchiveBehindTheModel() throws Problem {
    assertThat(labels(TinyModels.labelled())).containsExactly("no one", "person");
    assertThat(labels(TinyModels.dense())).isEmpty();
  }

  @Test
  void otherMetadataIsNoConcern() throws Problem {
    byte[] other =
        new ModelWriter()
            .metadata("min_runtime_version", new byte[16])
            .subgraph(new int[0])
            .write();
    assertThat(labels(other)).isEmpty();
  }

  @Test
  void aMissingFileIsAProblem() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> labels(named("labels.txt", "other.txt")))
        .matches(p -> p.code() == ImportMessage.TM3001_BROKEN_MODEL)
        .withMessageContaining("\"labels.txt\"");
  }

  @Test
  void aCutArchiveIsAProblem() {
    byte[] whole = TinyModels.labelled();
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> labels(Arrays.copyOf(whole, whole.length - 1)))
        .matches(p -> p.code() == ImportMessage.TM3001_BROKEN_MODEL)
        .withMessageContaining("zip directory");
  }

  @Test
  void foreignMetadataIsAProblem() {
    byte[] model =
        new ModelWriter().metadata("TFLITE_METADATA", new byte[20]).subgraph(new int[0]).write();
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> labels(model))
        .withMessageContaining("M001");
  }

  @Test
  void normalisationIsReadWhereItIsOneForAllChannels() throws Problem {
    assertThat(normalizations(TinyModels.normalised(127.5f, 64)))
        .containsExactly(Optional.of(new Normalization(127.5, 64)));
    assertThat(normalizations(TinyModels.dense())).isEmpty();
    byte[] channels = MetadataWriter.normalizing(new float[] {1, 2, 3}, new float[] {1, 1, 1});
    byte[] model =
        new ModelWriter().metadata("TFLITE_METADATA", channels).subgraph(new int[0]).write();
    assertThat(normalizations(model)).containsExactly(Optional.empty());
  }

  @Test
  void aDeviationOfNothingIsAProblem() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> normalizations(TinyModels.normalised(0, 0)))
        .matches(p -> p.code() == ImportMessage.TM3001_BROKEN_MODEL)
        .withMessageContaining("deviation 0.0");
  }

  private static List<Optional<Normalization>> normalizations(byte[] model) throws Problem {
    return new TfLiteImporter().normalizations(new ModelFile("model.tflite", model));
  }
}

package dev.thimble.importer.classical;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.thimble.graph.Graph;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.onnx.OnnxImporter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model that scikit-learn has trained, its samples and the labels that it gave them.
 *
 * @param graph the model in reals
 * @param samples as the model takes them
 * @param wanted scikit-learn's labels
 * @param truth the true classes; empty where there are none
 * @param least whether the smallest score decides
 */
public record TrainedData(
    String name,
    Graph graph,
    List<float[]> samples,
    int[] wanted,
    Optional<int[]> truth,
    boolean least) {
  /** The models, in order. */
  public static final List<String> NAMES =
      List.of(
          "cancer_logreg",
          "digits_knn3",
          "digits_mlp32",
          "digits_rf20",
          "har_rf10",
          "kmeans_anomaly_motions",
          "kmeans_digits10",
          "kmeans_iris3",
          "wine_svc_poly");

  /** The one that is not there as ONNX. */
  private static final String JSON_ONLY = "kmeans_anomaly_motions";

  /** Whether the data are there. */
  public static boolean available() {
    return Files.exists(Shared.folder().resolve("golden/sklearn"));
  }

  /** Reads a model from the project's own JSON. */
  public static TrainedData json(String name) throws Exception {
    byte[] json = Files.readAllBytes(Shared.folder().resolve("models/sklearn/" + name + ".json"));
    Graph graph = new JsonImporter().read(new ModelFile(name + ".json", json));
    // Some files hold what the scaler gave; the model in JSON starts before it.
    boolean raw = name.equals("cancer_logreg") || name.equals("wine_svc_poly");
    String text = new String(json, StandardCharsets.UTF_8);
    return of(
        name,
        graph,
        "x",
        raw ? Optional.of(JsonParser.parseString(text).getAsJsonObject()) : Optional.empty());
  }

  /** The models that skl2onnx has written. */
  public static List<String> onnxNames() {
    return NAMES.stream().filter(name -> !name.equals(JSON_ONLY)).toList();
  }

  /** Reads a model as skl2onnx wrote it. */
  public static TrainedData onnx(String name) throws Exception {
    Path path = Shared.folder().resolve("models/onnx/sklearn_" + name + ".onnx");
    ModelFile file = new ModelFile(name + ".onnx", Files.readAllBytes(path));
    String array = name.contains("kmeans") ? "z" : "x";
    return of(name + ".onnx", new OnnxImporter().read(file), array, Optional.empty());
  }

  /** The samples of a model that was read elsewhere; {@code array} holds its inputs. */
  private static TrainedData of(String name, Graph graph, String array, Optional<JsonObject> scaler)
      throws Exception {
    String own = name.replace(".onnx", "");
    Path golden = Shared.folder().resolve("golden/sklearn/" + own + ".npz");
    TensorFile file = Shared.arrays(golden);
    boolean anomaly = name.contains("anomaly");
    boolean clusters = name.contains("kmeans") && !anomaly;
    int[] wanted = integers(file, anomaly ? "score" : clusters ? "cluster" : "pred", anomaly);
    float[] all = file.find(anomaly ? "features" : array).orElseThrow().floats();
    int size = all.length / wanted.length;
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      float[] x = Arrays.copyOfRange(all, i * size, (i + 1) * size);
      scaler.ifPresent(json -> raw(x, json));
      samples.add(x);
    }
    Optional<int[]> truth =
        clusters
            ? Optional.empty()
            : Optional.of(integers(file, anomaly ? "anomalous" : "label", false));
    return new TrainedData(name, graph, samples, wanted, truth, clusters);
  }

  private static int[] integers(TensorFile file, String name, boolean sign) {
    Array array = file.find(name).orElseThrow();
    float[] data = array.floats();
    int[] integers = new int[data.length];
    for (int i = 0; i < data.length; i++) {
      integers[i] = sign ? (data[i] > 0 ? 1 : 0) : (int) data[i];
    }
    return integers;
  }

  private static void raw(float[] x, JsonObject model) {
    for (int k = 0; k < x.length; k++) {
      double mean = model.getAsJsonArray("mean").get(k).getAsDouble();
      double std = model.getAsJsonArray("std").get(k).getAsDouble();
      x[k] = (float) (x[k] * std + mean);
    }
  }

  /** The model in integers, calibrated on its samples. */
  public TrainedModel quantised() throws Exception {
    return TrainedModel.of(graph, samples, least, 0);
  }

  /** The same, calibrated on every other sample. */
  public TrainedModel onHalf() throws Exception {
    List<float[]> half =
        IntStream.range(0, samples.size()).filter(i -> i % 2 == 0).mapToObj(samples::get).toList();
    return TrainedModel.of(graph, half, least, 0);
  }

  /** Indices of the samples whose labels are not scikit-learn's. */
  public List<Integer> differing(TrainedModel model) {
    return IntStream.range(0, wanted.length)
        .filter(i -> model.label(samples.get(i)) != wanted[i])
        .boxed()
        .toList();
  }
}

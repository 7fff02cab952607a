package dev.thimble.processor;

import static dev.thimble.processor.ErrorCase.model;
import static dev.thimble.processor.ErrorCase.of;
import static dev.thimble.processor.ErrorCase.steps;
import static dev.thimble.processor.ErrorCase.weights;

import dev.thimble.fixture.Npz;
import dev.thimble.importer.tflite.TinyNetwork;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One fault of a file, a shape or data a case. */
final class DataCases {
  private static final String X = "@Input(shape = {4, 4, 2}) Tensor x;\n";

  private DataCases() {}

  static List<ErrorCase> files() {
    String io = "@Input(shape = 4) Tensor x;\n@Flatten Tensor y;\n";
    byte[] sound = new Npz().random("y.weight", 3, 4).bytes();
    String dense = "@Input(shape = 4) Tensor x;\n@Dense(units = 3) Tensor y;\n";
    return List.of(
        of(
                "TM1101",
                "no file",
                model("weights = \"wights.npz\" /*!*/", io),
                "CLASS_OUTPUT",
                "Did you mean \"weights.npz\"?")
            .with("weights.npz", sound),
        steps("TM1101", "no network", "@Network(\"kws.tflite\") /*!*/ Tensor y;\n", "kws.tflite"),
        of("TM1103", "an absolute file", model("weights = \"/w.npz\" /*!*/", io), "absolute"),
        of(
            "TM1103",
            "a climbing file",
            model("weights = \"../w.npz\" /*!*/", io),
            "leaves its folder"),
        of("TM1103", "a backslash", model("weights = \"a\\\\w.npz\" /*!*/", io), "backslash"),
        of(
                "TM1105",
                "weights of another format",
                model("weights = \"w.txt\" /*!*/", io),
                ".safetensors")
            .with("w.txt", "hello".getBytes(StandardCharsets.US_ASCII)),
        steps(
                "TM1106",
                "a network of another format",
                "@Network(\"w.txt\") /*!*/ Tensor y;\n",
                ".tflite")
            .with("w.txt", "hello".getBytes(StandardCharsets.US_ASCII)),
        of("TM1151", "truncated weights", model("weights = \"w.npz\" /*!*/", dense))
            .with("w.npz", Arrays.copyOf(sound, sound.length / 2)),
        of("TM1150", "truncated weights", model("weights = \"w.safetensors\" /*!*/", dense))
            .with("w.safetensors", new byte[] {40, 0, 0, 0, 0, 0, 0, 0, '{', '"'}),
        steps("TM3101", "a broken network", "@Network(\"w.tflite\") /*!*/ Tensor y;\n")
            .with("w.tflite", new byte[40]));
  }

  static List<ErrorCase> shapes() {
    return List.of(
        steps(
            "TM1201",
            "no picture",
            "@Input(shape = 4) Tensor x;\n@MaxPool2D(2) /*!*/ Tensor y;\n",
            "@MaxPool2D",
            "height x width x channels",
            "x  4"),
        steps(
            "TM1201",
            "a large window",
            X + "@AveragePool2D(9) /*!*/ Tensor y;\n",
            "does not fit into 4x4"),
        steps(
            "TM1201",
            "other elements",
            X + "@Reshape({5, 5}) /*!*/ Tensor y;\n",
            "25 elements",
            "4x4x2"),
        steps(
            "TM1201", "an open extent", X + "@Reshape({-1, 5}) /*!*/ Tensor y;\n", "multiple of 5"),
        steps(
            "TM1201",
            "two open extents",
            X + "@Reshape({-1, -1}) /*!*/ Tensor y;\n",
            "one extent of -1"),
        steps(
            "TM1201",
            "different sums",
            X
                + "@Flatten Tensor r;\n"
                + "@MaxPool2D(value = 2, from = \"x\") Tensor y;\n"
                + "@Add(from = {\"x\", \"y\"}) /*!*/ Tensor z;\n",
            "4x4x2 and 2x2x2"),
        steps(
            "TM1201",
            "different axes",
            X + "@MaxPool2D(2) Tensor y;\n@Concat(from = {\"x\", \"y\"}) /*!*/ Tensor z;\n",
            "axis 2"),
        steps(
            "TM1201",
            "no such axis",
            X + "@Concat(axis = 4, from = {\"x\", \"x\"}) /*!*/ Tensor z;\n",
            "more than 4 axes"),
        steps(
            "TM1201", "a picture of scores", X + "@ArgMax /*!*/ Decision y;\n", "a row of scores"),
        steps(
            "TM1201",
            "a vector to average",
            "@Input(shape = 4) Tensor x;\n@GlobalAveragePool /*!*/ Tensor y;\n"),
        steps(
            "TM1201",
            "a vector to pad",
            "@Input(shape = 4) Tensor x;\n@Pad(top = 1) /*!*/ Tensor y;\n"),
        steps(
            "TM1201",
            "classes of a picture",
            X + "@Flatten Tensor y;\n@ArgMax /*!*/ Decision d;\n",
            "a picture in one row"),
        steps(
            "TM1208",
            "too few labels",
            "@Input(shape = 4) Tensor x;\n@ArgMax(labels = {\"a\", \"b\"}) /*!*/ Decision y;\n",
            "2 labels for 4 classes"),
        steps(
            "TM1208",
            "too many labels",
            "@Input(shape = 1) Tensor x;\n@Softmax(labels = {\"a\", \"b\"}) /*!*/ Tensor y;\n"),
        steps(
            "TM1209",
            "equal constants",
            "@Input(shape = 2) Tensor x;\n"
                + "@ArgMax(labels = {\"no person\", \"No-Person\"}) /*!*/ Decision y;\n",
            "NO_PERSON"),
        steps(
            "TM1210",
            "no constant",
            "@Input(shape = 2) Tensor x;\n@ArgMax(labels = {\"yes\", \"?\"}) /*!*/ Decision y;\n",
            "\"?\""));
  }

  static List<ErrorCase> weightFiles() {
    String dense = "@Input(shape = 4) Tensor x;\n@Dense(units = 3) /*!*/ Tensor y;\n";
    return List.of(
        weights(
            "TM1202",
            "a misspelt step",
            new Npz().random("yy.weight", 3, 4),
            dense,
            "y.weight (3x4)",
            "Did you mean \"yy.weight\"?",
            "It has: yy.weight"),
        weights(
            "TM1202",
            "no variance",
            new Npz().random("y.running_mean", 4),
            "@Input(shape = 4) Tensor x;\n@BatchNorm /*!*/ Tensor y;\n",
            "y.running_var"),
        weights(
            "TM1203",
            "another shape",
            new Npz().random("y.weight", 3, 5),
            dense,
            "is 3x5",
            "3x4 in layout TORCH",
            "4x3 in layout KERAS"),
        weights(
            "TM1203",
            "another layout",
            new Npz().random("y.weight", 4, 3),
            dense,
            "Did you mean @TinyModel(layout = KERAS)?"),
        weights(
            "TM1203",
            "a bias of another shape",
            new Npz().random("y.weight", 3, 4).random("y.bias", 4),
            dense,
            "y.bias"),
        weights(
            "TM1203",
            "a convolution of another shape",
            new Npz().random("y.weight", 8, 3, 3, 2),
            X + "@Conv2D(filters = 8, kernel = 3) /*!*/ Tensor y;\n",
            "8x2x3x3 in layout TORCH",
            "3x3x2x8 in layout KERAS"),
        weights(
            "TM1203",
            "a depthwise convolution of another shape",
            new Npz().random("y.weight", 8, 1, 3, 3),
            X + "@DepthwiseConv2D(kernel = 3) /*!*/ Tensor y;\n",
            "2x1x3x3 in layout TORCH",
            "3x3x2x1 in layout KERAS"),
        weights(
            "TM1204",
            "NaN",
            new Npz()
                .with(
                    "y.weight",
                    new int[] {3, 4},
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    Float.NaN,
                    8,
                    9,
                    10,
                    11,
                    Float.NEGATIVE_INFINITY),
            dense,
            "is NaN at [1, 2] (2 of 12"),
        steps("TM1205", "no file of weights", dense, "weights ="),
        weights(
            "TM1206",
            "a misspelt bias",
            new Npz().random("y.weight", 3, 4).random("y.biass", 3),
            dense,
            "y.biass",
            "y.weight, y.bias"),
        of(
                "TM1207",
                "arrays of no step",
                model("weights = \"w.npz\" /*!*/", dense.replace("/*!*/", "")),
                "other.weight")
            .with("w.npz", new Npz().random("y.weight", 3, 4).random("other.weight", 3).bytes()));
  }

  static List<ErrorCase> networks() {
    byte[] network = TinyNetwork.bytes();
    return List.of(
        steps(
                "TM1211",
                "two steps for one input",
                "@Input(shape = 4) Tensor a;\n"
                    + "@Input(shape = 4) Tensor b;\n"
                    + "@Network(value = \"n.tflite\",\n"
                    + " from = {\"a\", \"b\"}) /*!*/ Tensor y;\n",
                "1 inputs",
                "2 steps feed it: a, b")
            .with("n.tflite", network),
        steps(
                "TM1212",
                "another shape",
                "@Input(shape = 5) Tensor a;\n@Network(\"n.tflite\") /*!*/ Tensor y;\n",
                "a gives 5")
            .with("n.tflite", network),
        steps(
                "TM1213",
                "reals for integers",
                "@Input(shape = 4) Tensor a;\n"
                    + "@Activate(RELU) Tensor b;\n"
                    + "@Network(\"n.tflite\") /*!*/ Tensor y;\n",
                "INT32",
                "b gives FLOAT32")
            .with("n.tflite", TinyNetwork.plain()),
        steps(
                "TM1030",
                "precision of integers",
                "@Network(value = \"n.tflite\",\n"
                    + " precision = Precision.INT4) /*!*/ Tensor y;\n",
                "precision has no effect on a network of integers")
            .with("n.tflite", network),
        steps(
                "TM1030",
                "a range before integers",
                "@Input(shape = 4, min = /*!*/ 0, max = 1) Tensor a;\n"
                    + "@Network(\"n.tflite\") Tensor y;\n",
                "brings its own")
            .with("n.tflite", network));
  }

  static List<ErrorCase> samples() {
    String steps = "@Input(shape = 2) Tensor in;\n@Softmax Tensor y;\n";
    String both = model("evaluation = \"d.npz\" /*!*/", steps);
    String calibration = model("calibration = \"d.npz\" /*!*/", steps);
    return List.of(
        of("TM1214", "no samples", calibration, "no array x", "It has: z")
            .with("d.npz", new Npz().random("z", 5, 2).bytes()),
        of("TM1214", "no labels", both, "no array y")
            .with("d.npz", new Npz().random("x", 5, 2).bytes()),
        of("TM1215", "samples of another shape", calibration, "is 5x3", "samples x 2")
            .with("d.npz", new Npz().random("x", 5, 3).bytes()),
        of("TM1215", "fewer labels", both, "y in \"d.npz\" is 4")
            .with(
                "d.npz", new Npz().random("x", 5, 2).with("y", new int[] {4}, 0, 1, 0, 1).bytes()),
        of("TM1216", "labels that are no classes", both, "has 2.0 at 1", "from 0 to 1")
            .with("d.npz", new Npz().random("x", 2, 2).with("y", new int[] {2}, 0, 2).bytes()),
        of("TM1217", "NaN among samples", calibration, "is NaN at [1, 0]")
            .with("d.npz", new Npz().with("in", new int[] {2, 2}, 1, 2, Float.NaN, 4).bytes()));
  }

  static List<ErrorCase> fitting() {
    String before = "@Input(shape = 2) Tensor in;\n@KMeans(clusters = 3, fit = \"d.npz\") /*!*/ ";
    String kMeans = before + "Tensor d;\n@Nearest Decision c;\n";
    return List.of(
        steps("TM1101", "no samples to fit", kMeans, "d.npz"),
        steps("TM1214", "no x to fit", kMeans, "has no array x")
            .with("d.npz", new Npz().random("y", 5, 2).bytes()),
        steps("TM1215", "other samples to fit", kMeans, "5x3", "samples x 2")
            .with("d.npz", new Npz().random("x", 5, 3).bytes()),
        steps("TM1217", "NaN to fit", kMeans, "is NaN at [1, 0]")
            .with("d.npz", new Npz().with("x", new int[] {2, 2}, 1, 2, Float.NaN, 4).bytes()),
        steps(
                "TM1154",
                "words in a table",
                kMeans.replace("d.npz", "d.csv"),
                "line 2, column 1 is \"a\"")
            .with("d.csv", "1,2\na,3\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        steps(
                "TM1231",
                "one class",
                kMeans.replace("KMeans(clusters = 3, ", "NearestCentroid("),
                "no sample of class 1")
            .with("d.npz", new Npz().random("x", 3, 2).with("y", new int[] {3}, 0, 0, 0).bytes()),
        steps(
                "TM1216",
                "half a class",
                kMeans.replace("KMeans(clusters = 3, ", "Logistic("),
                "has 0.5 at 1")
            .with(
                "d.npz", new Npz().random("x", 3, 2).with("y", new int[] {3}, 0, 0.5f, 1).bytes()),
        steps(
            "TM1232",
            "no points",
            "@Input(shape = 2) Tensor in;\n/*!*/ @Anomaly Decision c;\n",
            "@Anomaly reads in"),
        steps("TM1218", "equal samples", kMeans, "has 2 different", "clusters = 2 or fewer")
            .with("d.npz", new Npz().with("x", new int[] {3, 2}, 1, 2, 1, 2, 3, 4).bytes()),
        steps(
            "TM1017",
            "no clusters",
            kMeans.replace("clusters = 3", "clusters = 0"),
            "clusters",
            "256"),
        steps("TM1031", "no file to fit", kMeans.replace("d.npz", ""), "fit"));
  }
}

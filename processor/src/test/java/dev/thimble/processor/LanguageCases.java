package dev.thimble.processor;

import static dev.thimble.processor.ErrorCase.model;
import static dev.thimble.processor.ErrorCase.of;
import static dev.thimble.processor.ErrorCase.steps;

import java.util.List;

/** One fault of the language a case. */
final class LanguageCases {
  private static final String BODY =
      """
        @Input(shape = {4}) Tensor x;
        @Flatten Tensor y;
      }
      """;

  private LanguageCases() {}

  static List<ErrorCase> classes() {
    return List.of(
        of("TM1001", "not final", "@TinyModel\nclass M { /*!*/\n" + BODY, "final class M"),
        of(
            "TM1002",
            "a superclass",
            "@TinyModel\nfinal class M extends Object2 { /*!*/\n" + BODY + "class Object2 {}\n",
            "extends Object2"),
        of("TM1003", "an interface", "@TinyModel\ninterface M {} /*!*/\n", "an interface"),
        of("TM1003", "an enum", "@TinyModel\nenum M { A } /*!*/\n", "an enum"),
        of(
            "TM1004",
            "an inner class",
            "class M {\n@TinyModel\nfinal class Inner { /*!*/\n" + BODY + "}\n",
            "static final class Inner"),
        of("TM1005", "a step elsewhere", "class M {\n @Flatten Tensor x; /*!*/\n}\n", "@Flatten"),
        of("TM1012", "a bad C name", model("name = /*!*/ \"Über\"", IO), "\"ber\""),
        of("TM1013", "a header's name", model("name = \"string\" /*!*/", IO), "string.h"),
        of(
            "TM1013",
            "a type's name",
            "@TinyModel\nfinal class Size { /*!*/\n" + IO + "}\n",
            "size_t"),
        of("TM1016", "no step", "@TinyModel\nfinal class M {} /*!*/\n", "no steps"),
        of(
            "TM1016",
            "inputs only",
            "@TinyModel\nfinal class M { /*!*/\n@Input(shape = 4) Tensor x;\n}\n"),
        of(
            "TM1027",
            "a device elsewhere",
            "@Device(mcu = \"host\")\nclass M {} /*!*/\n",
            "@Device"),
        of(
            "TM1027",
            "budgets elsewhere",
            "@Budget(ram = 1)\n@Budget(ram = 2)\nclass M {} /*!*/\n",
            "@Budget"));
  }

  private static final String IO = "  @Input(shape = {4}) Tensor x;\n  @Flatten Tensor y;\n";

  static List<ErrorCase> fields() {
    return List.of(
        steps(
            "TM1006",
            "private",
            "@Input(shape = 4) Tensor x;\n@Flatten private Tensor y; /*!*/\n",
            "private"),
        steps("TM1006", "static", "@Input(shape = 4) static Tensor x; /*!*/\n@Flatten Tensor y;\n"),
        steps(
            "TM1007",
            "two steps on a field",
            "@Input(shape = 4) Tensor x;\n@Flatten @Softmax Tensor y; /*!*/\n",
            "2 step annotations: @Flatten, @Softmax"),
        steps(
            "TM1008",
            "no Decision",
            "@Input(shape = 4) Tensor x;\n@ArgMax Tensor y; /*!*/\n",
            "gives a Decision",
            "of type Tensor"),
        steps(
            "TM1008",
            "another type",
            "@Input(shape = 4) Tensor x;\n@Flatten String y; /*!*/\n",
            "String"),
        steps(
            "TM1009",
            "a name with a dollar",
            "@Input(shape = 4) Tensor x;\n@Flatten Tensor y$; /*!*/\n",
            "y$"),
        steps(
            "TM1010",
            "case only",
            "@Input(shape = 4) Tensor x;\n@Flatten Tensor X; /*!*/\n",
            "x and X"),
        steps(
            "TM1011",
            "a taken name",
            "@Input(shape = 4) Tensor x;\n@Flatten Tensor run; /*!*/\n",
            "init"),
        steps(
            "TM1028",
            "no annotation",
            "@Input(shape = 4) Tensor x;\nTensor y; /*!*/\n@Flatten Tensor z;\n",
            "a Tensor"));
  }

  static List<ErrorCase> values() {
    return List.of(
        steps(
            "TM1017",
            "no units",
            "@Input(shape = 4) Tensor x;\n@Dense(units = 0) /*!*/ Tensor y;\n",
            "units = 0",
            "at least 1"),
        steps(
            "TM1017",
            "a negative extent",
            "@Input(shape = {4, -1}) /*!*/ Tensor x;\n@Flatten Tensor y;\n",
            "shape = -1"),
        steps(
            "TM1017",
            "a long stride",
            "@Input(shape = {4, 4, 1}) Tensor x;\n"
                + "@MaxPool2D(value = 2, stride = 5000) /*!*/ Tensor y;\n",
            "stride = 5000"),
        steps(
            "TM1017",
            "an empty extent",
            "@Input(shape = 4) Tensor x;\n@Reshape({0, 4}) /*!*/ Tensor y;\n",
            "value = 0"),
        steps(
            "TM1017",
            "no epsilon",
            "@Input(shape = 4) Tensor x;\n@BatchNorm(epsilon = -1) /*!*/ Tensor y;\n",
            "above 0"),
        of(
            "TM1017",
            "an overflow in a repeated budget",
            "@TinyModel\n@Device(mcu = \"host\")\n@Budget(ram = 20)\n"
                + "@Budget(device = \"host\",\n  flash = 4096 * Sizes.MIB) /*!*/\nfinal class M {\n"
                + IO
                + "}\n",
            "flash = 0"),
        steps(
            "TM1018",
            "NaN",
            "@Input(shape = 4, min = 0,\n max = 0.0 / 0.0) /*!*/ Tensor x;\n@Flatten Tensor y;\n",
            "max = NaN"),
        steps(
            "TM1019",
            "three sides",
            "@Input(shape = {4, 4, 1}) Tensor x;\n@MaxPool2D({1, 2, 3}) /*!*/ Tensor y;\n",
            "3 elements"),
        steps(
            "TM1029",
            "half a range",
            "@Input(shape = 4, min = 3) /*!*/ Tensor x;\n@Flatten Tensor y;\n",
            "min is given without max"),
        steps(
            "TM1029",
            "an empty range",
            "@Input(shape = 4, min = 3,\n max = 3) /*!*/ Tensor x;\n@Flatten Tensor y;\n",
            "is empty"),
        steps(
            "TM1030",
            "a slope without leak",
            "@Input(shape = 4) Tensor x;\n@Activate(value = RELU,\n slope = 0.1) /*!*/ Tensor y;\n",
            "slope"),
        steps(
            "TM1030",
            "no function",
            "@Input(shape = 4) Tensor x;\n@Activate(NONE) /*!*/ Tensor y;\n"),
        of("TM1031", "no file", model("weights = \"\" /*!*/", IO), "weights is empty"),
        of(
            "TM1036",
            "a described chip without memory",
            "@TinyModel\n@Device(mcu = \"mine\", core = \"host\" /*!*/, ram = 64, clockHz = 1)\n"
                + "final class M {\n"
                + IO
                + "}\n",
            "core needs flash"),
        of(
            "TM1037",
            "a described chip with a name that is no folder's",
            "@TinyModel\n"
                + "@Device(mcu = \"../mine\" /*!*/, core = \"host\", flash = 64, ram = 64, clockHz"
                + " = 1)\n"
                + "final class M {\n"
                + IO
                + "}\n",
            "cannot name a described chip"),
        of(
            "TM1032",
            "a chip twice",
            "@TinyModel\n@Device(mcu = \"host\")\n@Device(mcu = \"host\") /*!*/\nfinal class M {\n"
                + IO
                + "}\n",
            "host"),
        of(
            "TM1014",
            "a budget for another chip",
            "@TinyModel\n"
                + "@Device(mcu = \"atmega328p\")\n"
                + "@Budget(device = \"atmega328\") /*!*/\n"
                + "final class M {\n"
                + IO
                + "}\n",
            "Did you mean \"atmega328p\"?"),
        steps(
            "TM1035",
            "a huge input",
            "@Input(shape = {5000, 5000}) /*!*/ Tensor x;\n@Flatten Tensor y;\n",
            "16,777,216"),
        steps(
            "TM1035",
            "a huge result",
            "@Input(shape = {1, 1, 1}) Tensor x;\n"
                + "@Pad(top = 4096) Tensor y;\n"
                + "@Pad(left = 4096) Tensor z; /*!*/\n",
            "4097x4097x1"));
  }

  static List<ErrorCase> wiring() {
    return List.of(
        steps(
            "TM1020",
            "a misspelt step",
            "@Input(shape = 4) Tensor image;\n@Flatten(from = \"imagf\") /*!*/ Tensor y;\n",
            "Did you mean \"image\"?",
            "Steps above: image."),
        steps(
            "TM1020",
            "a misspelt step in an array",
            "@Input(shape = 4) Tensor image;\n"
                + "@Flatten Tensor y;\n"
                + "@Add(from = {\"y\", \"imagf\"}) /*!*/ Tensor z;\n",
            "\"imagf\""),
        steps(
            "TM1021",
            "a later step",
            "@Input(shape = 4) Tensor x;\n"
                + "@Flatten(from = \"z\") /*!*/ Tensor y;\n"
                + "@Softmax(from = \"x\") Tensor z;\n",
            "move z above y"),
        steps(
            "TM1022",
            "a circle",
            "@Input(shape = 4) Tensor x;\n"
                + "@Flatten(from = \"z\") /*!*/ Tensor y;\n"
                + "@Softmax Tensor z;\n"
                + "@Flatten(from = \"x\") Tensor a;\n",
            "y <- z <- y"),
        steps(
            "TM1022",
            "itself",
            "@Input(shape = 4) Tensor x;\n@Flatten(from = \"y\") /*!*/ Tensor y;\n",
            "y <- y"),
        steps(
            "TM1023",
            "a sum of one",
            "@Input(shape = 4) Tensor x;\n@Add(from = \"x\") /*!*/ Tensor y;\n",
            "at least two",
            "names 1: x"),
        steps("TM1024", "no input", "@Flatten Tensor y; /*!*/\n", "Begin with @Input"),
        steps(
            "TM1025",
            "a step behind a decision",
            "@Input(shape = 4) Tensor x;\n@ArgMax Decision d;\n@Flatten /*!*/ Tensor y;\n",
            "from = \"x\""),
        steps(
            "TM1026",
            "an input for nothing",
            "@Input(shape = 4) Tensor x; /*!*/\n@Input(shape = 4) Tensor z;\n@Flatten Tensor y;\n",
            "nothing reads"));
  }
}

package dev.thimble.processor;

import dev.thimble.fixture.Npz;
import java.util.List;

/** Faults in steps of signals. */
final class SignalCases {
  private static final String SOUND = "@Pcm(rate = 16_000) Signal audio;\n";

  private SignalCases() {}

  static List<ErrorCase> signals() {
    return List.of(
        ErrorCase.steps(
            "TM1219",
            "a window over a tensor",
            "@Input(shape = 4) Tensor x;\n@Recent(frames = 3) /*!*/ Tensor y;\n",
            "@Recent reads x, which is no signal"),
        ErrorCase.steps(
            "TM1219",
            "features of readings",
            "@Samples(rate = 16_000) Signal x;\n"
                + "@MicroFrontend /*!*/ Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "@MicroFrontend reads x, which is no sound"),
        ErrorCase.steps(
            "TM1220",
            "a signal alone",
            "@Pcm(rate = 16_000) Signal /*!*/ audio;\n@Dense(units = 3) Tensor y;\n",
            "nothing behind audio cuts it into frames"),
        ErrorCase.steps(
            "TM1221",
            "beyond half the rate",
            "@Pcm(rate = 8_000) Signal audio;\n"
                + "@MicroFrontend(highHz = 7500) /*!*/ Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "highHz = 7500.0 does not fit a rate of 8000 Hz: write 4000 or less"),
        ErrorCase.steps(
            "TM1221",
            "an empty range",
            SOUND
                + "@MicroFrontend(lowHz = 900, highHz = 800) /*!*/ Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "lowHz = 900.0"),
        ErrorCase.steps(
            "TM1221",
            "a long window",
            SOUND
                + "@MicroFrontend(windowMillis = 200) /*!*/ Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "windowMillis = 200 does not fit 3200 samples at 16000 Hz"),
        ErrorCase.steps(
            "TM1221",
            "samples that no window sees",
            SOUND
                + "@MicroFrontend(hopMillis = 40) /*!*/ Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "hopMillis = 40 does not fit windows of 480 samples"),
        ErrorCase.steps(
            "TM1221",
            "frames that no window sees",
            "@Samples(rate = 25, channels = 3) Signal x;\n"
                + "@Recent(frames = 3, hop = 4) /*!*/ Tensor y;\n",
            "hop = 4 does not fit windows of 3 frames: write hop = 3 or less"),
        ErrorCase.of(
            "TM1030",
            "listening to a picture",
            "@TinyModel @Budget(milliwatts = 1, every = 60, listen = 5 /*!*/)\n"
                + "final class M {\n  @Input(shape = 4) Tensor x;\n  @Softmax Tensor y;\n}\n",
            "listen has no effect without @Pcm or @Samples"),
        ErrorCase.of(
            "TM1036",
            "listening now and then",
            "@TinyModel @Budget(milliwatts = 1, listen = 5 /*!*/)\n"
                + "final class M {\n  @Samples(rate = 25) Signal x;\n"
                + "  @Recent(frames = 4) Tensor y;\n  @Softmax Tensor z;\n}\n",
            "listen needs every"),
        ErrorCase.steps(
            "TM1036",
            "a time where there is none",
            "@Input(shape = 4) Tensor x;\n@Softmax Tensor y;\n"
                + "@Detect(threshold = 0.5, smoothMillis = 100 /*!*/) Decision z;\n",
            "smoothMillis needs a signal"),
        ErrorCase.steps(
            "TM1201",
            "a score that is not there",
            "@Input(shape = 4) Tensor x;\n@Softmax Tensor y;\n"
                + "@Detect(label = 4, threshold = 0.5) /*!*/ Decision z;\n",
            "expected more than 4 scores"),
        ErrorCase.steps(
            "TM1223",
            "figures of a picture",
            "@Input(shape = {4, 2}) Tensor x;\n" + "@Statistics(Statistic.MEAN) /*!*/ Tensor y;\n",
            "@Statistics reads x, which is not what it takes"),
        ErrorCase.steps(
            "TM1223",
            "reals that are normalised",
            "@Input(shape = {4, 2}) Tensor x;\n@Normalise(data = \"d.npz\") /*!*/ Tensor y;\n",
            "It takes a window or figures of a signal"),
        ErrorCase.steps(
            "TM1019",
            "a figure twice",
            "@Samples(rate = 25, channels = 3) Signal x;\n@Recent(frames = 8) Tensor y;\n"
                + "@Statistics({Statistic.MEAN, Statistic.MEAN} /*!*/) Tensor z;\n",
            "each figure once"),
        ErrorCase.steps(
            "TM1201",
            "more classes than scores",
            "@Input(shape = 4) Tensor x;\n@Softmax Tensor y;\n"
                + "@Vote(otherwise = 4) /*!*/ Decision z;\n",
            "expected 5 to 255 scores"),
        ErrorCase.steps(
                "TM1214",
                "features that are not there",
                "@Samples(rate = 25, channels = 3) Signal x;\n@Recent(frames = 8) Tensor y;\n"
                    + "@Normalise(data = \"d.npz\" /*!*/) Tensor z;\n",
                "has no array y")
            .with("d.npz", new Npz().random("other", 2, 3).bytes()),
        ErrorCase.steps(
                "TM1215",
                "features of another width",
                "@Samples(rate = 25, channels = 3) Signal x;\n@Recent(frames = 8) Tensor y;\n"
                    + "@Normalise(data = \"d.npz\" /*!*/) Tensor z;\n",
                "samples x 8x3")
            .with("d.npz", new Npz().random("y", 2, 3).bytes()),
        ErrorCase.steps(
            "TM1038",
            "results of 16 bits of a recurrent layer",
            "@Input(shape = {4, 2}) Tensor x;\n"
                + "@Gru(units = 2, precision = Precision.INT16 /*!*/) Tensor y;\n",
            "Write INT8, INT4 or AUTO"),
        ErrorCase.steps(
            "TM1038",
            "a recurrent layer that leaps",
            "@Input(shape = {4, 2}) Tensor x;\n"
                + "@SimpleRnn(units = 2, activation = Activation.SIGMOID /*!*/) Tensor y;\n",
            "Write TANH or RELU"),
        ErrorCase.steps(
            "TM1201",
            "a sequence of pictures",
            "@Input(shape = {4, 2, 2}) Tensor x;\n@Gru(units = 2) /*!*/ Tensor y;\n",
            "expected steps x inputs"),
        ErrorCase.steps(
            "TM1201",
            "more memory than steps",
            "@Input(shape = {4, 2}) Tensor x;\n@Svdf(units = 2, memory = 5) /*!*/ Tensor y;\n",
            "expected 5 steps or more"),
        ErrorCase.steps(
            "TM1219",
            "a filter over a tensor",
            "@Input(shape = 4) Tensor x;\n@RemoveDc(hz = 1) /*!*/ Signal y;\n",
            "@RemoveDc reads x, which is no signal of samples"),
        ErrorCase.steps(
            "TM1219",
            "a spectrum of three axes",
            "@Samples(rate = 400, channels = 3) Signal x;\n"
                + "@LogSpectrum(size = 64, bands = 4, lowHz = 5, highHz = 200) /*!*/ Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "@LogSpectrum reads x, which is no signal of one channel"),
        ErrorCase.steps(
            "TM1221",
            "a corner beyond half the rate",
            SOUND
                + "@Filter(value = FilterKind.LOW_PASS, hz = 8_000 /*!*/) Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "hz = 8000.0 does not fit a rate of 16000.0 Hz: write less than 8000.0"),
        ErrorCase.steps(
            "TM1221",
            "a corner too far below the rate",
            SOUND
                + "@Filter(value = FilterKind.LOW_PASS, hz = 0.05 /*!*/, order = 4) Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "@Decimate first"),
        ErrorCase.steps(
            "TM1221",
            "a band without width",
            SOUND
                + "@Filter(value = FilterKind.BAND_PASS, hz = 400, highHz = 300 /*!*/) Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "highHz = 300.0 does not fit hz = 400.0"),
        ErrorCase.steps(
            "TM1221",
            "a peak out of reach",
            SOUND
                + "@Filter(value = FilterKind.PEAK, hz = 400, decibels = 30 /*!*/) Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "write -24 to 24"),
        ErrorCase.steps(
            "TM1030",
            "the order of a notch",
            SOUND
                + "@Filter(value = FilterKind.NOTCH, hz = 50, order = 4 /*!*/) Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n",
            "order has no effect on NOTCH"),
        ErrorCase.steps(
            "TM1221",
            "two hops",
            SOUND
                + "@Recent(frames = 8, hop = 8) Tensor x;\n"
                + "@Recent(frames = 8, hop = 4 /*!*/, from = \"audio\") Tensor y;\n",
            "steps that cut a signal have one hop"),
        ErrorCase.steps(
            "TM1221",
            "a pace that does not divide",
            SOUND
                + "@Recent(frames = 8, hop = 8) Tensor x;\n"
                + "@Decimate(value = 3 /*!*/, from = \"audio\") Signal y;\n"
                + "@Recent(frames = 8, hop = 2) Tensor z;\n",
            "the hop of what cuts the signal must divide by it"),
        ErrorCase.steps(
            "TM1221",
            "a channel that is not there",
            "@Samples(rate = 400, channels = 3) Signal x;\n"
                + "@Channel(3 /*!*/) Signal y;\n@Recent(frames = 3) Tensor z;\n",
            "channels 0 to 2"),
        ErrorCase.steps(
            "TM1221",
            "more samples than a run takes",
            "@Samples(rate = 400, channels = 64) Signal x;\n"
                + "@Recent(frames = 1_000, hop = 600 /*!*/) Tensor z;\n",
            "a run takes 32767 at most"),
        ErrorCase.steps(
            "TM1221",
            "a release above the threshold",
            "@Input(shape = 4) Tensor x;\n@Softmax Tensor y;\n"
                + "@Detect(threshold = 0.5, release = 0.6 /*!*/) Decision z;\n",
            "release = 0.6 does not fit threshold = 0.5"),
        ErrorCase.steps(
            "TM1201",
            "more places than scores",
            "@Input(shape = 4) Tensor x;\n@Softmax Tensor y;\n@TopK(5) /*!*/ Decision z;\n",
            "expected 5 to 255 scores"),
        ErrorCase.steps(
            "TM1221",
            "peaks beyond 16 bits",
            "@Samples(rate = 25) Signal x;\n@Peaks(least = 40_000 /*!*/) Signal y;\n"
                + "@Recent(frames = 8) Tensor z;\n",
            "least = 40000.0 does not fit samples of 16 bits"),
        ErrorCase.steps(
            "TM1223",
            "a transform of samples",
            SOUND + "@Recent(frames = 8) Tensor x;\n@Fft(from = \"audio\") /*!*/ Signal y;\n",
            "It takes @Frame"),
        ErrorCase.steps(
            "TM1223",
            "a cosine transform of energies",
            SOUND
                + "@Frame(size = 64) Signal f;\n@Fft Signal b;\n@Power Signal p;\n"
                + "@Dct(coefficients = 4) /*!*/ Signal y;\n",
            "It takes @Log"),
        ErrorCase.steps(
            "TM1223",
            "noise of bins",
            SOUND
                + "@Frame(size = 64) Signal f;\n@Fft Signal b;\n"
                + "@SubtractNoise(millis = 100) /*!*/ Signal y;\n",
            "It takes @Power or @Filterbank"),
        ErrorCase.steps(
            "TM1221",
            "a gain without a floor",
            SOUND
                + "@Frame(size = 64) Signal f;\n@Fft Signal b;\n@Power Signal p;\n"
                + "@Pcan(millis = 100, floor = 1e-9 /*!*/) Signal y;\n",
            "write 1e-6 or more"),
        ErrorCase.steps(
            "TM1221",
            "too few points",
            SOUND + "@Frame(size = 400, points = 256 /*!*/) Signal f;\n@Fft Signal b;\n",
            "such as 512"),
        ErrorCase.steps(
            "TM1221",
            "bands without bins",
            SOUND
                + "@Frame(size = 64) Signal f;\n@Fft Signal b;\n@Power Signal p;\n"
                + "@Filterbank(bands = 40 /*!*/, lowHz = 20, highHz = 8_000) Signal y;\n",
            "use fewer bands or more points"),
        ErrorCase.steps(
            "TM1221",
            "more coefficients than bands",
            SOUND
                + "@Mfcc(size = 512, bands = 10, coefficients = 13 /*!*/, lowHz = 20,"
                + " highHz = 8_000) Signal y;\n",
            "coefficients = 13 does not fit 10 bands"),
        ErrorCase.steps(
            "TM1221",
            "a tone beyond half the rate",
            SOUND + "@Goertzel(size = 64, hz = {440, 9_000} /*!*/) Signal y;\n",
            "hz = 9000.0"),
        ErrorCase.steps(
            "TM1019",
            "no tone",
            SOUND + "@Goertzel(size = 64, hz = {} /*!*/) Signal y;\n",
            "1 to 32"),
        ErrorCase.steps(
            "TM1201",
            "a part larger than the picture",
            "@Picture(width = 8, height = 6) Tensor x;\n"
                + "@Crop(width = 9, height = 6) /*!*/ Tensor y;\n",
            "expected a picture of 6x9 or larger, got 6x8x1"),
        ErrorCase.steps(
            "TM1201",
            "a part beyond the edge",
            "@Picture(width = 8, height = 6) Tensor x;\n"
                + "@Crop(width = 4, height = 4, top = 3) /*!*/ Tensor y;\n",
            "leaves 6x8x1"),
        ErrorCase.steps(
            "TM1201",
            "grey of grey",
            "@Picture(width = 8, height = 6) Tensor x;\n@Grey /*!*/ Tensor y;\n",
            "expected height x width x 3"),
        ErrorCase.steps(
            "TM1201",
            "another size of no picture",
            "@Input(shape = 8) Tensor x;\n@Resize(width = 4, height = 4) /*!*/ Tensor y;\n",
            "expected height x width x channels"),
        ErrorCase.steps(
            "TM1017",
            "a picture without rows",
            "@Picture(width = 8, height = 0 /*!*/) Tensor x;\n@Flatten Tensor y;\n",
            "height"),
        ErrorCase.steps(
            "TM1222",
            "a picture beside a sound",
            SOUND
                + "@MicroFrontend Signal y;\n"
                + "@Recent(frames = 3) Tensor z;\n"
                + "@Input(shape = {3, 40}) Tensor /*!*/ picture;\n"
                + "@Add(from = {\"z\", \"picture\"}) Tensor both;\n",
            "picture is an input beside the signal audio"));
  }
}

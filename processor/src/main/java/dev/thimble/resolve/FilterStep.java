package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.graph.Cascade;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.ShapeException;
import dev.thimble.signal.FilterDesign;
import dev.thimble.signal.FixedFilter;
import dev.thimble.signal.FixedSection;
import dev.thimble.signal.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code @Filter} and {@code @RemoveDc}: sections that are designed, proven and rounded. */
final class FilterStep extends SampleStep {
  private static final List<String> PASSES = List.of("LOW_PASS", "HIGH_PASS", "BAND_PASS");
  private static final double MOST_DECIBELS = 24;
  private static final double Q = 0.707;

  @Override
  Stream resolve(StepContext step, Stream given) throws ShapeException, StepFailure {
    String kind = step.values().text("value").orElse("HIGH_PASS");
    check(step, kind, given.rate());
    List<Section> sections = sections(step.values(), kind, new FilterDesign(given.rate()));
    Optional<FixedFilter> fixed = FixedFilter.of(sections);
    if (fixed.isEmpty()) {
      throw Cut.limit(
          step,
          "hz",
          step.values().number("hz").orElse(0.0),
          hertz(given.rate()),
          "so narrow or so low a filter errs in 32 bits; @Decimate first, or take a lower order");
    }
    Cascade cascade = cascade(fixed.get());
    String from = given.value().name();
    return given.through(node(step, cascade, from, given, ElementType.INT32));
  }

  private static List<Section> sections(AnnotationValues values, String kind, FilterDesign design) {
    double hertz = values.number("hz").orElse(1.0);
    boolean dc = values.type().equals("RemoveDc");
    int order = dc ? 1 : values.integer("order").orElse(2L).intValue();
    double q = values.number("q").orElse(Q);
    double decibels = values.number("decibels").orElse(0.0);
    return switch (kind) {
      case "LOW_PASS" -> design.lowPass(hertz, order);
      case "HIGH_PASS" -> design.highPass(hertz, order);
      case "BAND_PASS" -> design.bandPass(hertz, values.number("highHz").orElse(hertz), order);
      case "NOTCH" -> design.notch(hertz, q);
      case "PEAK" -> design.peak(hertz, q, decibels);
      case "LOW_SHELF" -> design.lowShelf(hertz, q, decibels);
      default -> design.highShelf(hertz, q, decibels);
    };
  }

  private static void check(StepContext step, String kind, double rate) throws StepFailure {
    AnnotationValues values = step.values();
    boolean pass = PASSES.contains(kind);
    boolean gains = kind.endsWith("SHELF") || kind.equals("PEAK");
    pointless(step, "order", pass, kind);
    pointless(step, "q", !pass, kind);
    pointless(step, "decibels", gains, kind);
    pointless(step, "highHz", kind.equals("BAND_PASS"), kind);
    for (String member : List.of("hz", "highHz")) {
      double hertz = values.number(member).orElse(0.0);
      if (hertz >= rate / 2) {
        throw Cut.limit(step, member, hertz, hertz(rate), "write less than " + rate / 2);
      }
    }
    double hertz = values.number("hz").orElse(1.0);
    if (kind.equals("BAND_PASS") && values.number("highHz").orElse(0.0) <= hertz) {
      double high = values.number("highHz").orElse(0.0);
      throw Cut.limit(step, "highHz", high, "hz = " + hertz, "write more");
    }
    double decibels = values.number("decibels").orElse(0.0);
    if (Math.abs(decibels) > MOST_DECIBELS) {
      throw Cut.limit(step, "decibels", decibels, "32 bits", "write -24 to 24");
    }
  }

  private static void pointless(StepContext step, String member, boolean takes, String kind)
      throws StepFailure {
    if (step.values().has(member) && !takes) {
      step.report(
          step.values().placeOf(member), LanguageMessage.TM1030_POINTLESS, member, "on " + kind);
      throw new StepFailure();
    }
  }

  private static String hertz(double rate) {
    return String.format(Locale.ROOT, "a rate of %.6g Hz", rate);
  }

  private static Cascade cascade(FixedFilter filter) {
    List<Cascade.Stage> stages = new ArrayList<>();
    for (int i = 0; i < filter.sections().size(); i++) {
      FixedSection s = filter.sections().get(i);
      stages.add(
          new Cascade.Stage(
              s.order(),
              filter.limits().get(i),
              Coefficients.of(s.gain()),
              Coefficients.of(s.a1()),
              s.rest(),
              Coefficients.of(s.a2()),
              Coefficients.of(s.a3()),
              List.of(Coefficients.of(s.m0()), Coefficients.of(s.m1()), Coefficients.of(s.m2()))));
    }
    return new Cascade(stages, filter.fraction());
  }
}

package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Problem;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.resolve.ResolvedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where too many answers are lost: weights of 8 bits if 4 were asked for, else results of 16 bits.
 */
record WiderWeights(Attempts attempts, Retry retry) implements Remedy {
  private static final String PRECISION = "precision";

  @Override
  public Set<String> members() {
    return Set.of("accuracy");
  }

  @Override
  public List<Fix> fixes(Build failed, AnnotationValues device) throws Problem {
    Declaration declaration = failed.model().declaration();
    List<Fix> fixes = new ArrayList<>();
    for (StepDeclaration step : declaration.steps()) {
      if (step.annotation().text(PRECISION).filter("INT4"::equals).isPresent()) {
        AnnotationValues wide = step.annotation().with(PRECISION, "INT8");
        String edit = step.name() + ": precision = Precision.INT8";
        tried(declaration.withStep(step.name(), wide), edit).ifPresent(fixes::add);
      }
    }
    if (declaration.model().text(PRECISION).filter("INT4"::equals).isPresent()) {
      AnnotationValues wide = declaration.model().with(PRECISION, "INT8");
      String edit = "@TinyModel: precision = Precision.INT8";
      tried(declaration.withModel(wide), edit).ifPresent(fixes::add);
    }
    if (fixes.isEmpty() && !declaration.model().has(PRECISION)) {
      AnnotationValues words = declaration.model().with(PRECISION, "INT16");
      String edit = "@TinyModel: precision = Precision.INT16";
      tried(declaration.withModel(words), edit).ifPresent(fixes::add);
    }
    return fixes;
  }

  private Optional<Fix> tried(Declaration changed, String edit) throws Problem {
    Optional<ResolvedModel> model = retry.of(changed);
    if (model.isEmpty()) {
      return Optional.empty();
    }
    QuantizerOptions options =
        QuantizerOptions.defaults().withWidths(Precisions.of(changed).widths());
    Build build = attempts.build(model.get(), options, true);
    return Attempts.fits(build) ? Optional.of(new Fix(edit, build, "")) : Optional.empty();
  }
}

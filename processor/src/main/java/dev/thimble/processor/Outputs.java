package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.c.CHeader;
import dev.thimble.emit.c.CSource;
import dev.thimble.emit.export.Library;
import dev.thimble.emit.java.JavaTwin;
import dev.thimble.emit.manifest.Manifest;
import dev.thimble.kernel.Program;
import dev.thimble.plan.Plan;
import dev.thimble.plan.budget.Budgets;
import dev.thimble.testing.DeviceInfo;
import dev.thimble.testing.Golden;
import dev.thimble.testing.ModelInfo;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.Quality;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The files of a model. */
final class Outputs {
  private Outputs() {}

  static List<OutputFile> of(
      ModelOutline model, Build build, Supplier<Golden> golden, String quality, String learnt) {
    Program program = build.program();
    List<OutputFile> files = new ArrayList<>();
    Supplier<List<OutputFile>> twin = Beside.begin(() -> twin(model, program));
    String folder = model.name().resourceFolder() + "/";
    files.add(text(folder + ModelInfo.FILE_NAME, Manifest.info(model, program).toText()));
    files.add(text(folder + Quality.FILE_NAME, quality));
    if (learnt.lines().count() > 1) {
      files.add(text(folder + Learnt.FILE_NAME, learnt));
    }
    for (int i = 0; i < build.plans().size(); i++) {
      Plan plan = build.plans().get(i);
      AnnotationValues device = build.targets().get(i).device();
      Map<String, Long> held = Budgets.figures(build.model().declaration(), device, plan);
      device(files, folder + plan.chip().mcu() + "/", model, plan, held);
    }
    files.add(new OutputFile.Resource(folder + Golden.FILE_NAME, golden.get().toBytes()));
    files.addAll(twin.get());
    return files;
  }

  private static List<OutputFile> twin(ModelOutline model, Program program) {
    List<OutputFile> files = new ArrayList<>();
    JavaTwin twin = new JavaTwin(model, program);
    files.add(new OutputFile.Java(qualifiedName(model), twin.source()));
    if (twin.constants().length > 0) {
      files.add(new OutputFile.Resource(twin.constantsPath(), twin.constants()));
    }
    return files;
  }

  private static String qualifiedName(ModelOutline model) {
    String packageName = model.name().packageName();
    return (packageName.isEmpty() ? "" : packageName + ".") + model.name().twin();
  }

  private static void device(
      List<OutputFile> files,
      String folder,
      ModelOutline model,
      Plan plan,
      Map<String, Long> held) {
    String name = folder + model.name().cName();
    DeviceInfo device = plan.backend().device(plan.chip(), plan.clockHz());
    String header = CHeader.text(model, plan);
    String source = CSource.text(model, plan);
    files.add(text(name + ".h", header));
    files.add(text(name + ".c", source));
    files.add(
        new OutputFile.Export(
            Library.folder(model, plan), () -> Library.files(model, plan, header, source)));
    files.add(text(folder + DeviceInfo.FILE_NAME, device.toText()));
    files.add(text(folder + Prediction.FILE_NAME, Manifest.prediction(plan, held).toText()));
  }

  private static OutputFile text(String path, String text) {
    return new OutputFile.Resource(path, text.getBytes(StandardCharsets.UTF_8));
  }
}

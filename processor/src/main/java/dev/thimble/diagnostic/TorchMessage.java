package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Files of PyTorch, {@code torch.export} and ExecuTorch: TM35xx. */
public enum TorchMessage implements Message {
  /** A damaged archive or program of PyTorch. */
  TM3501_BROKEN_TORCH(
      ERROR, "\"%s\" is no sound file of PyTorch: %s. Save it again, or download it again."),
  /** A pickle that would call something. */
  TM3502_PICKLE_REFUSED(
      ERROR,
      "\"%s\": %s names %s, which weights do not need and which is never called here. Save"
          + " model.state_dict(), or torch.jit.script(model)."),
  /** A file of PyTorch in which no tensors are found. */
  TM3503_NO_TORCH_WEIGHTS(
      ERROR, "\"%s\" holds no tensors by name. Save model.state_dict() with torch.save."),
  /** What feeds the network has a shape that the program does not take. */
  TM3504_TORCH_INPUT(
      ERROR,
      "\"%s\" cannot take an input of %s: %s. Give the step that feeds the network the shape that"
          + " it was trained on: height, width, channels for pictures; time, features for"
          + " sequences."),
  /** TorchScript does not say what shape its inputs have. */
  TM3505_TORCH_INPUT_SHAPE(
      ERROR,
      "\"%s\" does not say what shape its %s: files of TorchScript do not. Put @Input(shape = ...)"
          + " before the network, without the batch; height, width, channels for pictures."),
  /** A branch or a shape that depends on the data. */
  TM3506_TORCH_DATA_DEPENDENT(
      ERROR,
      "\"%s\": %s depends on the data of a tensor, which is not known when compiling. Build the"
          + " model without it, or trace it with torch.jit.trace."),
  /** Weights without code, where a network is wanted. */
  TM3507_NO_TORCH_PROGRAM(
      ERROR,
      "\"%s\" holds weights, but no program (it has no %s). Declare the network's steps and give"
          + " them the file as weights, or save torch.jit.script(model)."),
  /** A program that does not keep to its own language. */
  TM3508_BROKEN_TORCH_PROGRAM(
      ERROR, "\"%s\": its program cannot be followed: %s. Save it again with a current PyTorch."),
  /** A part of a program that was compiled for a backend. */
  TM3509_DELEGATED(
      ERROR,
      "\"%s\": a part of the program was compiled for the backend %s (%s), which only that backend"
          + " can read. Export it without a partitioner: to_edge(torch.export.export(...)).");

  private final Severity severity;
  private final String template;

  TorchMessage(Severity severity, String template) {
    this.severity = severity;
    this.template = template;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String template() {
    return template;
  }
}

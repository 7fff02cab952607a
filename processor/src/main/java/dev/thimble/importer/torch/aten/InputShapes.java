package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which shapes the inputs have. PyTorch has channels before the other axes where convolutions and
 * pools read them, and behind them where recurrent and dense layers do: the program itself tells
 * which, once it is followed.
 */
public final class InputShapes {
  /**
   * One input.
   *
   * @param extents in PyTorch's order, the batch of 1 first
   * @param channelsLast whether the graph is to hold the second axis as the last
   */
  public record Input(List<Integer> extents, boolean channelsLast) {
    /** Copies the extents. */
    public Input {
      extents = List.copyOf(extents);
    }
  }

  /** Follows a program. */
  public interface Builder {
    /** The program's network. */
    AtenProgram build(List<Input> inputs) throws Problem;
  }

  private InputShapes() {}

  /**
   * The network.
   *
   * @param names of the program's inputs
   * @param known extents that the file tells
   * @param given shapes of what feeds the network, without a batch, channels last
   */
  public static Graph read(
      String file,
      List<String> names,
      Optional<List<List<Integer>>> known,
      List<Shape> given,
      Builder builder)
      throws Problem {
    if (names.isEmpty()) {
      throw new Problem(TorchMessage.TM3508_BROKEN_TORCH_PROGRAM, file, "it has no input");
    }
    if (known.isPresent() && known.get().size() >= names.size()) {
      List<List<Integer>> told = known.get().subList(0, names.size());
      return turned(l -> told.stream().map(e -> new Input(single(e), l)).toList(), builder);
    }
    if (given.size() != names.size()) {
      String inputs =
          names.size() == 1 ? "input " + names.get(0) + " has" : "inputs have: " + names;
      throw new Problem(TorchMessage.TM3505_TORCH_INPUT_SHAPE, file, inputs);
    }
    try {
      return turned(l -> given.stream().map(g -> input(g, l)).toList(), builder);
    } catch (Problem problem) {
      boolean shape =
          problem.code() == ImportMessage.TM3005_BROKEN_OPERATOR
              || problem.code() == TorchMessage.TM3504_TORCH_INPUT;
      if (!shape) {
        throw problem;
      }
      throw new Problem(
          TorchMessage.TM3504_TORCH_INPUT,
          file,
          given.stream().map(Shape::toString).collect(Collectors.joining(", ")),
          String.valueOf(problem.getMessage()));
    }
  }

  /**
   * Channels last where an operator takes them from the second axis, and for pictures; all else is
   * held as PyTorch has it.
   */
  private static Graph turned(Function<Boolean, List<Input>> inputs, Builder builder)
      throws Problem {
    List<Input> last = inputs.apply(true);
    boolean pictures = last.stream().allMatch(input -> input.extents().size() == 4);
    // Without a third axis there is nothing to turn.
    boolean flat = last.stream().allMatch(input -> input.extents().size() < 3);
    Problem first;
    try {
      AtenProgram program = builder.build(last);
      if (program.readsPictures() || pictures || flat) {
        return program.finish();
      }
      return builder.build(inputs.apply(false)).finish();
    } catch (Problem problem) {
      if (flat) {
        throw problem;
      }
      first = problem;
    }
    try {
      return builder.build(inputs.apply(false)).finish();
    } catch (Problem second) {
      boolean shape =
          second.code() == ImportMessage.TM3005_BROKEN_OPERATOR
              || second.code() == TorchMessage.TM3504_TORCH_INPUT;
      throw shape ? first : second;
    }
  }

  /** Whatever a trace was made with: here is one sample. */
  private static List<Integer> single(List<Integer> extents) {
    List<Integer> one = new ArrayList<>(extents);
    if (one.size() > 1) {
      one.set(0, 1);
    }
    return one;
  }

  private static Input input(Shape shape, boolean channelsLast) {
    List<Integer> extents = new ArrayList<>(shape.extents());
    if (channelsLast && extents.size() > 1) {
      Collections.rotate(extents, 1);
    }
    extents.add(0, 1);
    return new Input(extents, channelsLast);
  }
}

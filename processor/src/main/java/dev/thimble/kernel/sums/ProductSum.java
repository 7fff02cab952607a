package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * A kernel that is one nest of products with bytes, of bytes requantised to bytes or of words to
 * words: dense layers, convolutions, depthwise ones.
 *
 * @param input what is read
 * @param output what is written, one element after the other
 * @param positions axes of the output before the channel
 * @param taps axes of the sum
 * @param at the input's index
 * @param bounds where terms count
 * @param offset added to each input; 0 where the bias holds it already
 * @param ownInputs whether channel c reads inputs that lie c further on, as in a depthwise layer
 * @param sharing how many neighbouring channels have their own inputs in common; 1 is the rule
 * @param weights [channel][tap], each within a signed byte
 * @param biases of each channel
 * @param rules of each channel
 */
public record ProductSum(
    Buffer input,
    Buffer output,
    List<Axis> positions,
    List<Axis> taps,
    Affine at,
    List<Bound> bounds,
    long offset,
    boolean ownInputs,
    int sharing,
    long[][] weights,
    long[] biases,
    List<ScaleRule> rules)
    implements Windowed {
  /** What makes a signed byte an unsigned one. */
  public static final int SIGN = 128;

  /** An axis and its step in the input. */
  public record Step(int extent, int stride) {}

  /** A factor of the term: an array's element plus a constant. */
  private record Factor(Expr.Load load, long offset) {}

  /** The kernel seen so, if it is one, with weights of a byte each. */
  public static Optional<ProductSum> of(Kernel kernel) {
    return ofBytes(kernel).filter(sum -> sum.sharing == 1);
  }

  /** The same, also where several channels share their own inputs. */
  public static Optional<ProductSum> ofBytes(Kernel kernel) {
    return hasHalfBytes(kernel) ? Optional.empty() : ofAny(kernel, ProductSum::isByte);
  }

  /** The same of words that are requantised to words, with any number of channels to an input. */
  public static Optional<ProductSum> ofWords(Kernel kernel) {
    return hasHalfBytes(kernel)
        ? Optional.empty()
        : ofAny(kernel, element -> element == Element.I16);
  }

  /** The same of bytes with weights of half a byte each. */
  public static Optional<ProductSum> ofHalfBytes(Kernel kernel) {
    return hasHalfBytes(kernel) ? ofAny(kernel, ProductSum::isByte) : Optional.empty();
  }

  private static boolean hasHalfBytes(Kernel kernel) {
    return kernel.constants().stream().anyMatch(constant -> constant.element() == Element.I4);
  }

  private static Optional<ProductSum> ofAny(Kernel kernel, Predicate<Element> elements) {
    if (!(kernel.body() instanceof Stmt.Do only)
        || kernel.inputs().size() != 1
        || kernel.outputs().size() != 1
        || !kernel.scratch().isEmpty()
        || !elements.test(kernel.inputs().get(0).element())
        || !elements.test(kernel.outputs().get(0).element())) {
      return Optional.empty();
    }
    Nest nest = only.nest();
    if (nest.op() != Expr.Op.ADD
        || nest.reduce().isEmpty()
        || !(nest.term() instanceof Expr.Bin product && product.op() == Expr.Op.MUL)) {
      return Optional.empty();
    }
    Optional<Factor> left = factor(product.left());
    Optional<Factor> right = factor(product.right());
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    boolean turned = left.get().load().buffer().isConstant();
    return of(kernel, nest, turned ? right.get() : left.get(), turned ? left.get() : right.get());
  }

  private static Optional<ProductSum> of(Kernel kernel, Nest nest, Factor x, Factor w) {
    Buffer input = kernel.inputs().get(0);
    Buffer output = kernel.outputs().get(0);
    if (!x.load().buffer().equals(input) || !w.load().buffer().isConstant()) {
      return Optional.empty();
    }
    List<Axis> out = new ArrayList<>(nest.out());
    Optional<Axis> channel =
        out.isEmpty()
            ? Optional.empty()
            : Optional.of(out.get(out.size() - 1))
                .filter(axis -> w.load().at().coefficient(axis.name()) != 0);
    channel.ifPresent(out::remove);
    Optional<Axis> outer = outer(out, channel, x.load().at(), w.load().at());
    outer.ifPresent(out::remove);
    long own = outer.or(() -> channel).map(c -> x.load().at().coefficient(c.name())).orElse(0L);
    boolean free = out.stream().allMatch(axis -> w.load().at().coefficient(axis.name()) == 0);
    if (!free || own < 0 || own > 1 || !nest.inOrder() || !nest.target().equals(output)) {
      return Optional.empty();
    }
    int inner = channel.map(Axis::extent).orElse(1);
    int channels = outer.map(Axis::extent).orElse(1) * inner;
    long[][] weights = new long[channels][];
    long[] biases = new long[channels];
    List<ScaleRule> rules = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      ChannelNumbers numbers =
          new ChannelNumbers(
              channel.map(Axis::name).orElse(""), outer.map(Axis::name).orElse(""), inner, c);
      weights[c] = numbers.weights(nest.reduce(), w.load(), w.offset());
      Optional<Long> bias = numbers.number(nest.init());
      Optional<ScaleRule> rule = numbers.rule(nest.result(), output.element().range());
      if (bias.isEmpty() || rule.isEmpty() || !areBytes(weights[c])) {
        return Optional.empty();
      }
      biases[c] = bias.get();
      if (nest.bounds().isEmpty()) {
        biases[c] += x.offset() * LongStream.of(weights[c]).sum();
      }
      rules.add(rule.get());
    }
    return Optional.of(
        new ProductSum(
            input,
            output,
            List.copyOf(out),
            nest.reduce(),
            x.load().at(),
            nest.bounds(),
            nest.bounds().isEmpty() ? 0 : x.offset(),
            own == 1,
            outer.isPresent() ? inner : 1,
            weights,
            biases,
            rules));
  }

  /** The axis that counts channels together with the last one, and alone chooses inputs. */
  private static Optional<Axis> outer(List<Axis> out, Optional<Axis> channel, Affine x, Affine w) {
    if (channel.isEmpty() || out.isEmpty() || x.coefficient(channel.get().name()) != 0) {
      return Optional.empty();
    }
    Axis last = out.get(out.size() - 1);
    long step = w.coefficient(channel.get().name()) * channel.get().extent();
    boolean together = x.coefficient(last.name()) == 1 && w.coefficient(last.name()) == step;
    return Optional.of(last).filter(axis -> together);
  }

  /** The same with unsigned factors: signed inputs with 128 added. */
  public ProductSum unsigned() {
    if (input.element() != Element.I8 || offset != 0) {
      return this;
    }
    return with(SIGN, bounds);
  }

  /**
   * The same with another offset, and every tap counts: outside of the input stands what gives a
   * term of zero, {@code other - offset()}.
   */
  public ProductSum filled(long other) {
    return with(other, List.of());
  }

  private ProductSum with(long other, List<Bound> bounds) {
    long[] shifted = new long[biases.length];
    for (int c = 0; c < shifted.length; c++) {
      shifted[c] = biases[c] - (other - offset) * LongStream.of(weights[c]).sum();
    }
    return new ProductSum(
        input, output, positions, taps, at, bounds, other, ownInputs, sharing, weights, shifted,
        rules);
  }

  /** What is multiplied: inputs with their offset. */
  public Interval factors() {
    return input.range().plus(Interval.of(offset));
  }

  /** Whether a factor can be loaded into a register: as a signed or as an unsigned byte. */
  public boolean hasByteFactors() {
    return Element.I8.range().contains(factors()) || Element.U8.range().contains(factors());
  }

  /** What the sums of a channel can be, without its bias. */
  public Interval sums(int channel) {
    long positive = 0;
    long negative = 0;
    for (long weight : weights[channel]) {
      positive += Math.max(weight, 0);
      negative += Math.min(weight, 0);
    }
    long low = Math.min(0, factors().low());
    long high = Math.max(0, factors().high());
    return new Interval(positive * low + negative * high, positive * high + negative * low);
  }

  private static boolean isByte(Element element) {
    return element == Element.I8 || element == Element.U8;
  }

  private static boolean areBytes(long[] weights) {
    for (long weight : weights) {
      if (!Element.I8.range().contains(weight)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Factor> factor(Expr expr) {
    if (expr instanceof Expr.Load load) {
      return Optional.of(new Factor(load, 0));
    }
    if (expr instanceof Expr.Bin bin
        && bin.left() instanceof Expr.Load load
        && bin.right() instanceof Expr.Int number
        && (bin.op() == Expr.Op.ADD || bin.op() == Expr.Op.SUB)) {
      return Optional.of(
          new Factor(load, bin.op() == Expr.Op.ADD ? number.value() : -number.value()));
    }
    return Optional.empty();
  }

  /** The axes, outermost first, those without a step of their own left out. */
  public static List<Step> merged(List<Axis> axes, Affine at) {
    List<Step> steps = new ArrayList<>();
    for (Axis axis : axes) {
      int stride = Math.toIntExact(at.coefficient(axis.name()));
      if (axis.extent() == 1) {
        continue;
      }
      Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
      if (last != null && last.stride() == (long) axis.extent() * stride) {
        steps.set(steps.size() - 1, new Step(last.extent() * axis.extent(), stride));
      } else {
        steps.add(new Step(axis.extent(), stride));
      }
    }
    return List.copyOf(steps);
  }
}

package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * The Fourier transform in place in its result: pairs of samples are put in digit-reversed order as
 * complex numbers, transformed stage by stage, and taken apart into the spectrum of the samples.
 */
final class LowerRealFft implements Lowering {
  private static final int ONE = Short.MAX_VALUE;
  private static final int ROUND_BITS = 15;

  /** The factor for 1, which is a little less. */
  private static final Complex ALMOST_ONE = new Complex(new Expr.Int(ONE), new Expr.Int(0));

  /** A complex number. */
  private record Complex(Expr re, Expr im) {
    static Complex variables(String name) {
      return new Complex(new Expr.Var(name + "_re"), new Expr.Var(name + "_im"));
    }

    Complex plus(Complex other) {
      return new Complex(Expr.add(re, other.re), Expr.add(im, other.im));
    }

    Complex minus(Complex other) {
      return new Complex(Expr.sub(re, other.re), Expr.sub(im, other.im));
    }

    /** This and the other one divided by i. */
    Complex plusTurned(Complex other) {
      return new Complex(Expr.add(re, other.im), Expr.sub(im, other.re));
    }

    /** This less the other one divided by i. */
    Complex minusTurned(Complex other) {
      return new Complex(Expr.sub(re, other.im), Expr.add(im, other.re));
    }

    Complex times(Complex w) {
      if (w.equals(ALMOST_ONE)) {
        return scaled(ONE);
      }
      return new Complex(
          rounded(Expr.sub(Expr.mul(re, w.re), Expr.mul(im, w.im))),
          rounded(Expr.add(Expr.mul(re, w.im), Expr.mul(im, w.re))));
    }

    /** Times a real factor, in steps of 1/32767. */
    Complex scaled(int factor) {
      Expr by = new Expr.Int(factor);
      return new Complex(rounded(Expr.mul(re, by)), rounded(Expr.mul(im, by)));
    }

    Complex halved() {
      return new Complex(
          Expr.bin(Op.SHR, re, new Expr.Int(1)), Expr.bin(Op.SHR, im, new Expr.Int(1)));
    }

    private static Expr rounded(Expr product) {
      Expr sum = Expr.add(product, new Expr.Int(1 << (ROUND_BITS - 1)));
      return Expr.wrap16(Expr.bin(Op.SHR, sum, new Expr.Int(ROUND_BITS)));
    }
  }

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    int points = graph.in(node, 0).shape().size() / 2;
    List<Integer> radices = radices(points);
    List<Stmt> body = new ArrayList<>();
    body.add(reordered(context.input(0), context.output(), radices, points));
    int done = 1;
    for (int i = radices.size() - 1; i >= 0; i--) {
      body.add(new Stmt.Note("radix " + radices.get(i) + ", spans of " + done));
      body.add(new Stmt.Block(stage(context, radices.get(i), done, points)));
      done *= radices.get(i);
    }
    body.add(new Stmt.Note("from pairs of samples to the samples"));
    body.add(new Stmt.Block(taken(context, points)));
    return new Stmt.Seq(body);
  }

  /** Fours, then a two where one is left over; the last one is done first. */
  private static List<Integer> radices(int points) {
    List<Integer> radices = new ArrayList<>();
    int rest = points;
    while (rest > 1) {
      int radix = rest % 4 == 0 ? 4 : 2;
      radices.add(radix);
      rest /= radix;
    }
    return radices;
  }

  private static Stmt reordered(Buffer from, Buffer to, List<Integer> radices, int points) {
    Affine source = Affine.of(0);
    Affine target = Affine.of(0);
    int passed = 1;
    for (int i = 0; i < radices.size(); i++) {
      source = source.plus("d" + i, passed);
      passed *= radices.get(i);
      target = target.plus("d" + i, points / passed);
    }
    Affine pair = Affine.of(0).plus(source, 2);
    Affine place = Affine.of(0).plus(target, 2);
    Stmt moved =
        Stmt.Seq.of(
            new Stmt.Store(to, place, new Expr.Load(from, pair)),
            new Stmt.Store(to, place.plus(1), new Expr.Load(from, pair.plus(1))));
    for (int i = radices.size() - 1; i >= 0; i--) {
      moved = Stmt.For.of(new Axis("d" + i, radices.get(i)), moved);
    }
    return moved;
  }

  /** Butterflies over spans of so many numbers; the factors of a position serve all groups. */
  private static Stmt stage(Context context, int radix, int span, int points) {
    Buffer work = context.output();
    List<Stmt> position = new ArrayList<>();
    List<Complex> factors = new ArrayList<>();
    for (int i = 1; i < radix; i++) {
      if (span == 1) {
        factors.add(ALMOST_ONE);
      } else {
        Buffer table = context.constant("factors", Twiddles.of(points));
        Affine at = Affine.of(0).plus("k", 2L * i * (points / (radix * span)));
        position.addAll(let("w" + i, load(table, at)));
        factors.add(Complex.variables("w" + i));
      }
    }
    List<Affine> places = new ArrayList<>();
    for (int i = 0; i < radix; i++) {
      Affine at = Affine.of(2L * i * span).plus("group", 2L * radix * span);
      places.add(span == 1 ? at : at.plus("k", 2));
    }
    Stmt butterfly = radix == 4 ? four(work, places, factors) : two(work, places, factors);
    position.add(Stmt.For.of(new Axis("group", points / (radix * span)), butterfly));
    Stmt all = new Stmt.Seq(position);
    return span == 1 ? all : Stmt.For.of(new Axis("k", span), all);
  }

  private static Stmt four(Buffer work, List<Affine> places, List<Complex> factors) {
    List<Stmt> body = new ArrayList<>();
    List<Complex> x = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      body.addAll(let("a" + i, load(work, places.get(i)).scaled(ONE / 4)));
      Complex a = Complex.variables("a" + i);
      if (i > 0) {
        body.addAll(let("x" + i, a.times(factors.get(i - 1))));
        a = Complex.variables("x" + i);
      }
      x.add(a);
    }
    body.addAll(let("even", x.get(0).plus(x.get(2))));
    body.addAll(let("odd", x.get(0).minus(x.get(2))));
    body.addAll(let("sum", x.get(1).plus(x.get(3))));
    body.addAll(let("rest", x.get(1).minus(x.get(3))));
    Complex rest = Complex.variables("rest");
    Complex even = Complex.variables("even");
    Complex odd = Complex.variables("odd");
    Complex sum = Complex.variables("sum");
    body.addAll(store(work, places.get(0), even.plus(sum)));
    body.addAll(store(work, places.get(1), odd.plusTurned(rest)));
    body.addAll(store(work, places.get(2), even.minus(sum)));
    body.addAll(store(work, places.get(3), odd.minusTurned(rest)));
    return new Stmt.Seq(body);
  }

  private static Stmt two(Buffer work, List<Affine> places, List<Complex> factors) {
    List<Stmt> body = new ArrayList<>();
    body.addAll(let("a0", load(work, places.get(0)).scaled(ONE / 2)));
    body.addAll(let("a1", load(work, places.get(1)).scaled(ONE / 2)));
    body.addAll(let("x1", Complex.variables("a1").times(factors.get(0))));
    Complex a = Complex.variables("a0");
    Complex x = Complex.variables("x1");
    body.addAll(store(work, places.get(1), a.minus(x)));
    body.addAll(store(work, places.get(0), a.plus(x)));
    return new Stmt.Seq(body);
  }

  /** Bins k and n - k come from the transformed pairs of the same two positions. */
  private static Stmt taken(Context context, int points) {
    Buffer bins = context.output();
    Buffer table = context.constant("turns", Twiddles.ofPairs(points));
    List<Stmt> body = new ArrayList<>();
    body.addAll(let("mean", load(bins, Affine.of(0)).scaled(ONE / 2)));
    Complex mean = Complex.variables("mean");
    Expr none = new Expr.Int(0);
    body.addAll(store(bins, Affine.of(2L * points), new Complex(Expr.sub(mean.re, mean.im), none)));
    body.addAll(store(bins, Affine.of(0), new Complex(Expr.add(mean.re, mean.im), none)));
    Affine low = Affine.of(2).plus("k", 2);
    Affine high = Affine.of(2L * points - 2).plus("k", -2);
    List<Stmt> pair = new ArrayList<>();
    pair.addAll(let("low", load(bins, low).scaled(ONE / 2)));
    Complex mirrored = load(bins, high);
    Complex conjugate =
        new Complex(mirrored.re, Expr.wrap16(Expr.sub(new Expr.Int(0), mirrored.im)));
    pair.addAll(let("high", conjugate.scaled(ONE / 2)));
    pair.addAll(let("sum", wrapped(Complex.variables("low").plus(Complex.variables("high")))));
    pair.addAll(let("gap", wrapped(Complex.variables("low").minus(Complex.variables("high")))));
    pair.addAll(let("w", load(table, Affine.of(0).plus("k", 2))));
    pair.addAll(let("turned", Complex.variables("gap").times(Complex.variables("w"))));
    Complex sum = Complex.variables("sum");
    Complex turned = Complex.variables("turned");
    pair.addAll(store(bins, low, sum.plus(turned).halved()));
    Complex upper = new Complex(Expr.sub(sum.re, turned.re), Expr.sub(turned.im, sum.im));
    pair.addAll(store(bins, high, upper.halved()));
    body.add(Stmt.For.of(new Axis("k", points / 2), new Stmt.Seq(pair)));
    return new Stmt.Seq(body);
  }

  private static Complex wrapped(Complex value) {
    return new Complex(Expr.wrap16(value.re), Expr.wrap16(value.im));
  }

  private static Complex load(Buffer buffer, Affine at) {
    return new Complex(new Expr.Load(buffer, at), new Expr.Load(buffer, at.plus(1)));
  }

  private static List<Stmt> let(String name, Complex value) {
    return List.of(Stmt.Let.of(name + "_re", value.re), Stmt.Let.of(name + "_im", value.im));
  }

  private static List<Stmt> store(Buffer buffer, Affine at, Complex value) {
    Complex kept = wrapped(value);
    return List.of(
        new Stmt.Store(buffer, at, kept.re), new Stmt.Store(buffer, at.plus(1), kept.im));
  }
}

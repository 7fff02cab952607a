package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.MoveUnits.Unit;
import dev.thimble.kernel.sums.Moves;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A move as units without loops, and loops around them. */
sealed interface MoveBody {
  /** How far the source's address moves on. */
  default int from() {
    return 0;
  }

  /** How far the target's address moves on. */
  default int to() {
    return 0;
  }

  /** Loops within each other. */
  default int depth() {
    return 0;
  }

  /** Whether a loop has enough to do in each round to be worth it. */
  default boolean isDense(int least) {
    return true;
  }

  /** Loads and stores at constant offsets. */
  record Straight(List<Unit> units) implements MoveBody {
    /** Copies the list. */
    public Straight {
      units = List.copyOf(units);
    }

    private Straight repeated(int rounds, int from, int to) {
      return new Straight(
          IntStream.range(0, rounds)
              .boxed()
              .flatMap(i -> units.stream().map(unit -> unit.moved(i * from, i * to)))
              .toList());
    }
  }

  /**
   * So many bytes side by side in vectors, the last of which may be filled in part.
   *
   * @param bytes how many
   */
  record Vectors(int bytes) implements MoveBody {
    int rounds() {
      return (bytes + MoveUnits.VECTOR - 1) / MoveUnits.VECTOR;
    }

    @Override
    public int from() {
      return rounds() * MoveUnits.VECTOR;
    }

    @Override
    public int to() {
      return from();
    }
  }

  /**
   * A loop.
   *
   * @param rounds how often
   * @param body what is moved in a round
   * @param fromStep from one round to the next, in what is read
   * @param toStep the same in what is written
   * @param rest what is moved behind the loop
   */
  record Repeat(int rounds, MoveBody body, int fromStep, int toStep, Straight rest)
      implements MoveBody {
    @Override
    public int from() {
      return rounds * fromStep;
    }

    @Override
    public int to() {
      return rounds * toStep;
    }

    @Override
    public int depth() {
      return body.depth() + (rounds > 1 ? 1 : 0);
    }

    @Override
    public boolean isDense(int least) {
      return body instanceof Straight straight
          ? straight.units().size() >= least
          : body.isDense(least);
    }
  }

  /** The body of a move. */
  static MoveBody of(Moves.Move move, MoveUnits core) {
    MoveBody body = run(move.run(), core);
    for (int i = move.levels().size() - 1; i >= 0; i--) {
      Moves.Level level = move.levels().get(i);
      body =
          body instanceof Straight straight
              ? repeat(level, straight, List.of(), core)
              : new Repeat(level.extent(), body, level.from(), level.to(), rest(List.of()));
    }
    return body;
  }

  private static Straight rest(List<Unit> units) {
    return new Straight(units);
  }

  /** Bytes side by side. */
  private static MoveBody run(int bytes, MoveUnits core) {
    List<Unit> units = core.units(0, bytes);
    boolean near = units.stream().allMatch(core::reaches);
    if (near && units.size() <= MoveUnits.AT_ONCE / (core.isHelium() ? 4 : 1)) {
      return new Straight(units);
    }
    if (core.isHelium()) {
      return new Vectors(bytes);
    }
    int whole = bytes / core.most();
    Moves.Level level = new Moves.Level(whole, core.most(), core.most());
    return repeat(
        level, new Straight(core.units(0, core.most())), core.units(0, bytes % core.most()), core);
  }

  /** Several rounds at once, all of them where they are few. */
  private static MoveBody repeat(
      Moves.Level level, Straight body, List<Unit> behind, MoveUnits core) {
    int most = 1;
    while (most < level.extent()
        && (most + 1) * body.units().size() <= MoveUnits.AT_ONCE
        && body.repeated(most + 1, level.from(), level.to()).units().stream()
            .allMatch(core::reaches)) {
      most++;
    }
    if (most == level.extent() && behind.isEmpty()) {
      return body.repeated(most, level.from(), level.to());
    }
    int atOnce = most;
    int half = most / 2;
    while (level.extent() % atOnce != 0 && atOnce > half) {
      atOnce--;
    }
    atOnce = level.extent() % atOnce == 0 ? atOnce : most;
    int left = level.extent() % atOnce;
    List<Unit> rest = new ArrayList<>(body.repeated(left, level.from(), level.to()).units());
    behind.forEach(unit -> rest.add(unit.moved(left * level.from(), left * level.to())));
    return new Repeat(
        level.extent() / atOnce,
        body.repeated(atOnce, level.from(), level.to()),
        atOnce * level.from(),
        atOnce * level.to(),
        new Straight(rest));
  }
}

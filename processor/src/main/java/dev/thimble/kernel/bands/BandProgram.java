package dev.thimble.kernel.bands;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Ranges;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program in which a chain of kernels gives way to those of its bands. */
final class BandProgram {
  private final Program program;
  private final List<Rows> chain;
  private final Schedule schedule;
  private final FreeNames names;
  private final Functions functions;
  private final List<Kernel> kernels = new ArrayList<>();

  BandProgram(Program program, List<Rows> chain, Schedule schedule) {
    this.program = program;
    this.chain = chain;
    this.schedule = schedule;
    this.names = new FreeNames(program);
    this.functions = new Functions(names);
  }

  /** The program with bands in the place of the kernels from the first to the last one. */
  Program with(int first, int last) {
    List<Kernel> all = program.kernels();
    kernels.addAll(all.subList(0, first));
    List<Buffer> before = List.of();
    for (List<Schedule.Work> band : schedule.bands()) {
      before = band(band, before);
    }
    kernels.addAll(all.subList(last + 1, all.size()));
    Map<String, Buffer> values = new LinkedHashMap<>(program.values());
    for (Rows rows : chain.subList(0, chain.size() - 1)) {
      values.values().removeIf(rows.nest().target()::equals);
    }
    return new Program(
        kernels,
        program.inputs(),
        program.outputs(),
        program.states(),
        values,
        program.rhythms(),
        program.stream());
  }

  /** The kernels of a band; gives its arrays between the chain's kernels. */
  private List<Buffer> band(List<Schedule.Work> band, List<Buffer> before) {
    List<Buffer> between = new ArrayList<>();
    Map<Buffer, Placed> places = new HashMap<>();
    for (int i = 0; i < band.size(); i++) {
      Schedule.Work work = band.get(i);
      Rows rows = chain.get(i);
      if (i < band.size() - 1) {
        Buffer held = held(rows, work);
        if (work.kept() > 0) {
          keep(rows, before.get(i), held, work.kept() * rows.length());
        }
        between.add(held);
        places.put(rows.nest().target(), new Placed(held, work.low() * rows.length()));
      }
      kernels.add(slice(rows, work, places));
    }
    return between;
  }

  /** The array of a band's rows. */
  private Buffer held(Rows rows, Schedule.Work work) {
    Buffer whole = rows.nest().target();
    return Buffer.arena(
        names.free(whole.name() + "_rows" + work.low()),
        whole.element(),
        work.held() * rows.length(),
        whole.range());
  }

  private Kernel slice(Rows rows, Schedule.Work work, Map<Buffer, Placed> places) {
    Kernel kernel = rows.kernel();
    Map<Buffer, String> roles = new HashMap<>();
    places.forEach((whole, place) -> roles.put(place.array(), whole.name()));
    int count = work.to() - work.from();
    Kernel slice =
        new Kernel(
            names.free(kernel.name() + "_rows" + work.from()),
            kernel.step(),
            kernel.summary() + ", row " + work.from() + (count > 1 ? " and on" : ""),
            kernel.inputs().stream().map(input -> placed(input, places)).toList(),
            List.of(placed(rows.nest().target(), places)),
            kernel.constants(),
            List.of(),
            new Stmt.Do(Placed.in(rows.slice(work.from(), work.to()), places)),
            kernel.macs() / rows.count() * count);
    String some = kernel.summary() + ", " + count + (count > 1 ? " rows" : " row") + " of it";
    return functions.call(slice, roles, kernel.name(), some);
  }

  private static Buffer placed(Buffer array, Map<Buffer, Placed> places) {
    Placed place = places.get(array);
    return place == null ? array : place.array();
  }

  /** Moves the last elements of a band's array to the start of the next one's. */
  private void keep(Rows rows, Buffer from, Buffer to, int count) {
    String name = rows.nest().target().name();
    Affine at = Affine.of("i");
    Expr kept = new Expr.Load(from, at.plus(from.length() - count));
    Kernel copy =
        new Kernel(
            names.free(name + "_keep"),
            rows.kernel().step(),
            "keep " + count + " elements",
            List.of(from),
            List.of(to),
            List.of(),
            List.of(),
            new Stmt.Do(Nest.map(name, List.of(new Axis("i", count)), kept, to, at)),
            0);
    Map<Buffer, String> roles = Map.of(from, name + "_before", to, name);
    kernels.add(functions.call(Ranges.typed(copy), roles, name + "_keep", copy.summary()));
  }
}

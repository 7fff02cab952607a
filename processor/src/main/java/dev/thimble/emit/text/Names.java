package dev.thimble.emit.text;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Stmt;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Names of a kernel's parameters: those of its arrays, with an underscore behind where a local
 * variable or a reserved word has the name already.
 */
public final class Names {
  private Names() {}

  /** The parameter's name of each array in RAM that the kernel uses. */
  public static Map<String, String> parameters(Kernel kernel, Predicate<String> reserved) {
    Set<String> taken = new HashSet<>();
    collect(Expand.loops(kernel.body()), taken);
    Map<String, String> names = new LinkedHashMap<>();
    for (Buffer buffer : buffers(kernel)) {
      String name = buffer.name();
      while (reserved.test(name) || !taken.add(name)) {
        name += "_";
      }
      names.put(buffer.name(), name);
    }
    return names;
  }

  /** The arrays in RAM that the kernel uses: inputs, outputs, scratch; each once. */
  public static Set<Buffer> buffers(Kernel kernel) {
    Set<Buffer> all = new LinkedHashSet<>(kernel.inputs());
    all.addAll(kernel.outputs());
    all.addAll(kernel.scratch());
    return all;
  }

  private static void collect(Stmt stmt, Set<String> locals) {
    if (stmt instanceof Stmt.Seq seq) {
      seq.body().forEach(s -> collect(s, locals));
    } else if (stmt instanceof Stmt.Block block) {
      collect(block.body(), locals);
    } else if (stmt instanceof Stmt.For loop) {
      locals.add(loop.variable());
      collect(loop.body(), locals);
    } else if (stmt instanceof Stmt.If test) {
      collect(test.then(), locals);
    } else if (stmt instanceof Stmt.Let let) {
      locals.add(let.name());
    } else if (stmt instanceof Stmt.Fill) {
      locals.add("at");
    }
  }
}

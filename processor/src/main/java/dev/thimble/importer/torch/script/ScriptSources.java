package dev.thimble.importer.torch.script;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.torch.TorchArchive;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The source files of an archive, each read when something in it is first needed. */
final class ScriptSources {
  private final TorchArchive archive;
  private final Map<String, Optional<ScriptUnit>> units = new HashMap<>();

  ScriptSources(TorchArchive archive) {
    this.archive = archive;
  }

  /** A method of a class by its qualified name, such as {@code __torch__.Net}. */
  Optional<ScriptFunction> method(String type, String name) throws Problem, ScriptFault {
    int dot = type.lastIndexOf('.');
    Optional<ScriptUnit> unit = dot < 0 ? Optional.empty() : unit(type.substring(0, dot));
    return unit.map(u -> u.classes().get(type.substring(dot + 1)))
        .map(methods -> methods.get(name));
  }

  /** A function by its qualified name. */
  Optional<ScriptFunction> function(String qualified) throws Problem, ScriptFault {
    int dot = qualified.lastIndexOf('.');
    Optional<ScriptUnit> unit = dot < 0 ? Optional.empty() : unit(qualified.substring(0, dot));
    return unit.map(u -> u.functions().get(qualified.substring(dot + 1)));
  }

  private Optional<ScriptUnit> unit(String module) throws Problem, ScriptFault {
    Optional<ScriptUnit> known = units.get(module);
    if (known == null) {
      String file = "code/" + module.replace('.', '/') + ".py";
      Optional<byte[]> bytes = archive.find(file);
      known = Optional.empty();
      if (bytes.isPresent()) {
        known = Optional.of(parsed(file, new String(bytes.get(), StandardCharsets.UTF_8)));
      }
      units.put(module, known);
    }
    return known;
  }

  private static ScriptUnit parsed(String file, String source) throws ScriptFault {
    try {
      return ScriptParser.parse(source);
    } catch (ScriptFault fault) {
      throw new ScriptFault(file + ": " + fault.getMessage());
    }
  }
}

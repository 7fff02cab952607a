package dev.thimble.importer.torch.script;

import java.util.Map;

/**
 * One file of source.
 *
 * @param functions by name
 * @param classes methods by name, for each class
 */
record ScriptUnit(
    Map<String, ScriptFunction> functions, Map<String, Map<String, ScriptFunction>> classes) {}

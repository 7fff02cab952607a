package dev.thimble.importer.torch.script;

/** What is wrong with a script, in words; whoever knows the file makes a problem of it. */
final class ScriptFault extends Exception {
  private static final long serialVersionUID = 1L;

  ScriptFault(String message) {
    super(message);
  }
}

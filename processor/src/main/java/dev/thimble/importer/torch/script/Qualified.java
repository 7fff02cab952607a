package dev.thimble.importer.torch.script;

/** A name with points that stands for no value: a function, an operator, a class. */
record Qualified(String path) {
  Qualified member(String name) {
    return new Qualified(path + "." + name);
  }
}

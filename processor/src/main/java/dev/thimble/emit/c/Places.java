package dev.thimble.emit.c;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.plan.Plan;

/** Where arrays stand in {@code model}, an instance's struct. */
record Places(Plan plan) {
  /** An array as bytes. */
  String bytes(Buffer buffer) {
    return at(plan.address(buffer));
  }

  private String at(int address) {
    return (isAligned() ? "model->arena.bytes" : "model->arena") + " + " + address;
  }

  /** An array as a pointer to its elements. */
  String elements(Buffer buffer, boolean constant) {
    return elements(buffer, 0, constant);
  }

  /** What follows so many elements of an array. */
  String elements(Buffer buffer, int offset, boolean constant) {
    String bytes = at(plan.address(buffer) + offset * buffer.element().bytes());
    if (buffer.element() == Element.I8) {
      return bytes;
    }
    String qualifier = constant ? "const " : "";
    String type = CTypes.of(buffer.element());
    return "(%s%s *)(%svoid *)(%s)".formatted(qualifier, type, qualifier, bytes);
  }

  /** Whether the arena is a union, with a member that aligns it. */
  boolean isAligned() {
    return plan.alignment() > 1;
  }
}

package dev.thimble.emit.c;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.plan.Plan;

/** Where arrays stand in {@code model}, an instance's struct. */
record Places(Plan plan) {
  /** An array as bytes. */
  String bytes(Buffer buffer) {
    String arena = isAligned() ? "model->arena.bytes" : "model->arena";
    return arena + " + " + plan.address(buffer);
  }

  /** An array as a pointer to its elements. */
  String elements(Buffer buffer, boolean constant) {
    if (buffer.element() == Element.I8) {
      return bytes(buffer);
    }
    String qualifier = constant ? "const " : "";
    String type = CTypes.of(buffer.element());
    return "(%s%s *)(%svoid *)(%s)".formatted(qualifier, type, qualifier, bytes(buffer));
  }

  /** Whether the arena is a union, with a member that aligns it. */
  boolean isAligned() {
    return plan.alignment() > 1;
  }
}

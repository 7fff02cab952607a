package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import java.util.List;

/** What a node reads, in its order. */
record Operands(MlNode node, List<Form> forms) {
  int size() {
    return forms.size();
  }

  Form get(int position) {
    return forms.get(position);
  }

  /** Sums at a position. */
  Sums sums(int position) throws Problem {
    if (position < forms.size() && forms.get(position) instanceof Sums sums) {
      return sums;
    }
    throw unread();
  }

  /** Numbers of the file at a position, one at least. */
  MlTensor known(int position) throws Problem {
    if (position >= forms.size() || !(forms.get(position) instanceof Form.Known known)) {
      throw node.unsupported("Its input " + position + " is not constant.");
    }
    if (known.tensor().size() == 0) {
      throw node.broken("its input " + position + " has no elements");
    }
    return known.tensor();
  }

  /** No rule is for what the node does with them. */
  Problem unread() {
    return node.unsupported(Rules.READ);
  }
}

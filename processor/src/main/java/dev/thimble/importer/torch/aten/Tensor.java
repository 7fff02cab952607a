package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Network;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A tensor of a program. Operators that change their input in place give it another value; tensors
 * that show parts of one that was changed are refused, not followed.
 */
final class Tensor {
  private dev.thimble.importer.network.Tensor value;
  private final Network network;
  private Optional<Tensor> base = Optional.empty();
  private Optional<QuantisedType> type = Optional.empty();
  private boolean stale;
  private int version;
  private int seen;

  Tensor(Network network, dev.thimble.importer.network.Tensor value) {
    this.network = network;
    this.value = value;
  }

  dev.thimble.importer.network.Tensor value() {
    return value;
  }

  /** Whether its elements are known. */
  boolean isKnown() {
    return network.isConstant(value);
  }

  /** Its elements, which must be known. */
  float[] floats() throws Problem {
    return network.floats(value);
  }

  List<Integer> extents() {
    return value.shape().extents();
  }

  int extent(int axis) {
    return value.extent(axis);
  }

  int rank() {
    return value.rank();
  }

  long elements() {
    return value.shape().elements();
  }

  /** The only element, if it is known. */
  OptionalDouble number() throws Problem {
    return isKnown() && elements() == 1 ? OptionalDouble.of(floats()[0]) : OptionalDouble.empty();
  }

  /** What its integers stand for, if it is a quantised tensor: a view's are those of its base. */
  Optional<QuantisedType> type() {
    return type.isEmpty() && base.isPresent() ? base.get().type() : type;
  }

  /** Whether it shows elements of another tensor. */
  boolean isView() {
    return base.isPresent();
  }

  /** Makes a quantised tensor of it. */
  Tensor typed(QuantisedType given) {
    type = Optional.of(given);
    return this;
  }

  /** The same elements, as a tensor of its own. */
  Tensor copy() {
    Tensor copy = reals();
    copy.type = type();
    return copy;
  }

  /** What the elements stand for, as a tensor of its own. */
  Tensor reals() {
    return new Tensor(network, value);
  }

  /** This shows elements of another tensor. */
  void viewOf(Tensor other) {
    base = Optional.of(other);
    seen = other.version;
  }

  /** An operator changed it in place. */
  void become(Tensor result) {
    value = result.value;
    version++;
    base.ifPresent(Tensor::spoil);
    base = Optional.empty();
  }

  private void spoil() {
    stale = true;
    version++;
    base.ifPresent(Tensor::spoil);
  }

  /** Refuses to be read where its elements were changed through another tensor. */
  void check(Call call) throws Problem {
    boolean changed = stale || base.filter(b -> b.version != seen).isPresent();
    if (changed) {
      throw call.unsupported(
          "a tensor that was changed in place through another view of it",
          "Use the form that gives a new tensor.");
    }
  }
}

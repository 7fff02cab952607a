package dev.thimble.importer.classical;

/** A tree that asks what another asks, with other values at its leaves. */
public interface SameSplits extends TreesBuilder.Tree {
  /** Whose questions these are. */
  TreesBuilder.Tree tree();

  @Override
  default boolean leaf(int node) {
    return tree().leaf(node);
  }

  @Override
  default int feature(int node) {
    return tree().feature(node);
  }

  @Override
  default double threshold(int node) {
    return tree().threshold(node);
  }

  @Override
  default int left(int node) {
    return tree().left(node);
  }

  @Override
  default int right(int node) {
    return tree().right(node);
  }
}

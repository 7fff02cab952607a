package dev.thimble.graph;

import java.util.List;

/**
 * Decision trees: each adds the row of the leaf that it reaches to the sums.
 *
 * <p>Inputs: x, in one row; thresholds [splits]; rows of the leaves [rows, outputs], which trees
 * may share; what the sums start with [outputs]. At a split {@code x[feature] <= threshold} goes
 * left. A child is the index of a split, or {@code ~r} for the row r.
 *
 * @param roots the first child of each tree
 * @param splits all splits; children come behind their parent
 */
public record Trees(List<Integer> roots, List<Split> splits) implements Operator {
  /** Position of the thresholds among the inputs. */
  public static final int THRESHOLDS = 1;

  /** Position of the leaves' rows. */
  public static final int ROWS = 2;

  /** Position of what the sums start with. */
  public static final int BASE = 3;

  /** A question about one feature. */
  public record Split(int feature, int left, int right) {}

  /** Copies the lists. */
  public Trees {
    roots = List.copyOf(roots);
    splits = List.copyOf(splits);
  }

  /** The longest way to a leaf. */
  public int depth() {
    int[] depths = new int[splits.size()];
    for (int i = splits.size() - 1; i >= 0; i--) {
      depths[i] = 1 + Math.max(at(depths, splits.get(i).left), at(depths, splits.get(i).right));
    }
    return roots.stream().mapToInt(root -> at(depths, root)).max().orElse(0);
  }

  private static int at(int[] depths, int child) {
    return child < 0 ? 0 : depths[child];
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape rows = inputs.get(ROWS);
    Shapes.expectRank("rows", rows, 2);
    int outputs = rows.extent(1);
    if (inputs.get(THRESHOLDS).elements() != splits.size()
        || inputs.get(BASE).elements() != outputs) {
      throw new ShapeException(
          "expected %d thresholds and %d starting values, got %s and %s"
              .formatted(splits.size(), outputs, inputs.get(THRESHOLDS), inputs.get(BASE)));
    }
    long features = inputs.get(0).elements();
    for (int i = 0; i < splits.size(); i++) {
      Split split = splits.get(i);
      if (split.feature < 0 || split.feature >= features) {
        throw new ShapeException(
            "expected at least %d features, got %s".formatted(split.feature + 1L, inputs.get(0)));
      }
      child(split.left, i, rows.extent(0));
      child(split.right, i, rows.extent(0));
    }
    for (int root : roots) {
      child(root, -1, rows.extent(0));
    }
    return List.of(Shape.of(outputs));
  }

  private void child(int child, int parent, int rows) throws ShapeException {
    boolean sound = child < 0 ? ~child < rows : child > parent && child < splits.size();
    if (!sound) {
      throw new ShapeException("split " + parent + " has no child " + child);
    }
  }
}

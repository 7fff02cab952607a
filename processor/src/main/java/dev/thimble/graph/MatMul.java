package dev.thimble.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Products of matrices that are both computed: [.., m, k] by [.., k, n]. Leading axes are equal, or
 * there is one matrix on one side.
 *
 * @param leftTransposed whether the left matrices are [k, m]
 * @param rightTransposed whether the right matrices are [n, k]
 */
public record MatMul(boolean leftTransposed, boolean rightTransposed) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape a = inputs.get(0);
    Shape b = inputs.get(1);
    if (a.rank() < 2 || b.rank() < 2 || inner(a) != inner(b, true)) {
      throw new ShapeException("expected matrices that can be multiplied, got " + a + " and " + b);
    }
    List<Integer> left = leading(a);
    List<Integer> right = leading(b);
    boolean one = right.stream().allMatch(e -> e == 1) && right.size() <= left.size();
    boolean other = left.stream().allMatch(e -> e == 1) && left.size() <= right.size();
    if (!left.equals(right) && !one && !other) {
      throw new ShapeException("expected as many matrices on both sides, got " + a + " and " + b);
    }
    List<Integer> extents = new ArrayList<>(left.equals(right) || one ? left : right);
    extents.add(a.extent(leftTransposed ? -1 : -2));
    extents.add(b.extent(rightTransposed ? -2 : -1));
    return List.of(new Shape(extents));
  }

  private int inner(Shape a) {
    return a.extent(leftTransposed ? -2 : -1);
  }

  private int inner(Shape b, boolean right) {
    return b.extent(right == rightTransposed ? -1 : -2);
  }

  private static List<Integer> leading(Shape shape) {
    return shape.extents().subList(0, shape.rank() - 2);
  }
}

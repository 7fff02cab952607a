package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Problem;
import java.util.List;
import java.util.Set;

/** One kind of change that may bring a model back into its budgets. */
interface Remedy {
  /**
   * A change that was tried and with which everything holds.
   *
   * @param edit what to write: {@code hidden: units = 24}
   * @param build what comes of it
   * @param remark what else is to be done; may be empty
   */
  record Fix(String edit, Build build, String remark) {}

  /** The members of {@code @Budget} that it may help with. */
  Set<String> members();

  /**
   * Changes that help, the best one first.
   *
   * @param failed the model as it was written
   * @param device the {@code @Device} on which a budget is exceeded
   */
  List<Fix> fixes(Build failed, AnnotationValues device) throws Problem;
}

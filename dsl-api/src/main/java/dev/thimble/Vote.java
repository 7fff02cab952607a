package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The class that won most of the last scorings; another one, such as "none", where scores were low
 * or no class won more than half.
 *
 * <pre>{@code
 * @Softmax                                                                     Tensor scores;
 * @Vote(over = 3, reject = 0.7, labels = {"none", "circle", "shake"})          Decision gesture;
 * }</pre>
 *
 * With {@code by = Voting.AVERAGE} scores are averaged over time, class by class, and the class
 * with the largest mean is given, if that is at least {@code reject}. What follows is said of
 * votes.
 *
 * <p>Each time the scores come, the largest one gets a vote, the first of equals, if it is at least
 * {@code reject}. With {@code over = 1} this is an {@link ArgMax} that may reject. Missing votes at
 * the start count for nobody. The accuracy of such a model is that of the scores.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Vote {
  /** How many scorings vote. */
  int over() default 1;

  /** How scorings are brought together. */
  Voting by() default Voting.MAJORITY;

  /** The score below which a scoring votes for nobody; all vote if it is not given. */
  double reject() default 0;

  /** The class that is given where none wins; the first if it is not given. */
  int otherwise() default 0;

  /** Names of the classes, one an element of the input, as for {@link ArgMax}; or none. */
  String[] labels() default {};

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}

package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Distances to the centres of clusters, which are learnt while compiling: seeded k-means++ and
 * Lloyd's algorithm, the best of ten runs; minibatches where there are very many samples.
 *
 * <pre>{@code
 * @KMeans(clusters = 4, fit = "healthy.npz")  Tensor distances;     // any shape -> 4
 * @Nearest                                    Decision cluster;     // 4 -> an index
 * }</pre>
 *
 * The distances are exact integers over the quantised input and centres that are rounded to the
 * input's scale or finer. {@link Nearest} names the cluster, {@link Anomaly} tells what is far from
 * all of them.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface KMeans {
  /** Number of clusters, 1 to 256; the samples must hold as many different ones. */
  int clusters();

  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them; or an array named like the step that feeds this one,
   * in the form that arrives here.
   */
  String fit();

  /** Seed of the first centres; 1 if it is not given. The same seed gives the same centres. */
  long seed() default 1;

  /** What is measured. With {@link Distance#MANHATTAN} centres are medians. */
  Distance distance() default Distance.EUCLIDEAN;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}

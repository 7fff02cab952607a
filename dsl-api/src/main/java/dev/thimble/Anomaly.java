package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whether the nearest point of a {@link KMeans} or {@link NearestCentroid} is too far: 0 for what
 * is in order, 1 for what is not.
 *
 * <pre>{@code
 * @KMeans(clusters = 4, fit = "healthy.npz")  Tensor distances;
 * @Anomaly(quantile = 0.999)                  Decision alarm;
 * }</pre>
 *
 * Each point has a limit of its own: this quantile of the distances of the samples that it was
 * learnt from and that are nearest to it. With {@code limit} all scores have one limit instead, and
 * any step may feed this one: the smallest of its elements is compared.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Anomaly {
  /** The share of samples that are in order, above 0; 1 makes the farthest one the limit. */
  double quantile() default 1;

  /** The limit, in the unit of what arrives; if it is not given, quantiles of the samples. */
  double limit() default Double.NaN;

  /** Names of the two decisions; {@code "normal"} and {@code "anomaly"} if they are not given. */
  String[] labels() default {};

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}

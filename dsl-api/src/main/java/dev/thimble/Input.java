package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A tensor that is given from outside.
 *
 * <pre>{@code
 * @Input(shape = {8, 8, 1}, min = 0, max = 16)  Tensor image;
 * }</pre>
 *
 * Pictures are {@code {height, width, channels}}, sequences {@code {time, features}}, all else as
 * it likes. There is no batch axis. A model may have several inputs, and needs none where it starts
 * with a {@link Network}.
 *
 * <p>{@code min} and {@code max} are the range of the real values, in the unit that the network was
 * trained on. They belong together: without them the range is that of the calibration data. Values
 * outside are clamped. An input that feeds a {@link Network} of integers takes that network's own
 * type and scale, and has no range of its own.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Input {
  /** Extents of the tensor, outermost first, each at least 1. */
  int[] shape();

  /** The smallest real value; if it is not given, the smallest of the calibration data. */
  double min() default Double.NaN;

  /** The largest real value; if it is not given, the largest of the calibration data. */
  double max() default Double.NaN;
}

package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A camera's picture as it lies in memory, given from outside.
 *
 * <pre>{@code
 * @Picture(width = 160, height = 120, format = PictureFormat.RGB565)  Tensor camera;   // 120 x 160 x 3
 * @Crop(width = 120, height = 120)   Tensor square;
 * @Resize(width = 96, height = 96)   Tensor small;
 * @Grey                              Tensor grey;     // 96 x 96 x 1
 * @Network("person_detect.tflite")   Tensor scores;
 * }</pre>
 *
 * Pixels are integers from 0 to 255, and {@link Crop}, {@link Resize} and {@link Grey} behind it
 * give exact ones. Layers behind these are quantised as behind {@link Input}; a {@link Network} of
 * integers takes the pixels as they are, less 128 where its bytes have a sign. In data files an
 * array of this step's name holds the camera's bytes, {@code samples x height x width x bytes a
 * pixel}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Picture {
  /** Pixels of a row. */
  int width();

  /** Rows. */
  int height();

  /** How the camera sends a pixel. */
  PictureFormat format() default PictureFormat.GREY;
}

package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Frames of a signal, weighed by a window: what transforms are taken of.
 *
 * <pre>{@code
 * @Pcm(rate = 16_000)                                Signal audio;
 * @Frame(size = 400, hop = 160)                      Signal frame;       // [512] each 10 ms
 * @Fft                                               Signal bins;        // [257, 2]
 * @Magnitude                                         Signal spectrum;    // [257]
 * }</pre>
 *
 * Gives as many samples as the transform has points, zeros behind those of the frame. Each frame is
 * made as loud as 16 bits allow (block scaling); steps behind it keep count of that, and it is
 * taken back where a step says so: {@link Magnitude}, {@link Log}, or where anything but a spectral
 * step reads it or it is handed out.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Frame {
  /** Samples of a frame, 16 to 2048. */
  int size();

  /** Samples from one frame to the next; half the size if it is not given. */
  int hop() default 0;

  /** Points of the transform, a power of two; the next one from the size on if it is not given. */
  int points() default 0;

  /** How samples are weighed; {@link WindowFunction#HANN} if it is not given. */
  WindowFunction window() default WindowFunction.HANN;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}

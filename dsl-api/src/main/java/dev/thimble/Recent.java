package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The last frames of a signal as a tensor: {@code [frames, features]}.
 *
 * <pre>{@code
 * @Samples(rate = 25, channels = 3)   Signal motion;
 * @Recent(frames = 50, hop = 10)      Tensor window;   // two seconds, each 0.4 s
 * }</pre>
 *
 * <p>The steps behind it run each time that so many frames came as {@code hop} says, for the first
 * time when there are enough of them. In data files an array of this step's name holds windows as
 * they arrive here, {@code samples x frames x features}, in the unit of the signal's reals.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Recent {
  /** Frames in a window. */
  int frames();

  /** Frames from one window to the next; 1 if it is not given. */
  int hop() default 1;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}

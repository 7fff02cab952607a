package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sound from outside: one channel of signed 16-bit samples, which are pushed as they come.
 *
 * <pre>{@code
 * @Pcm(rate = 16_000)                                          Signal audio;
 * @MicroFrontend(windowMillis = 30, hopMillis = 20)            Signal spectrum;     // [40] each 20 ms
 * @Recent(frames = 49)                                         Tensor second;       // [49, 40]
 * }</pre>
 *
 * Such a model has {@code push(samples)} in Java and {@code <name>_push} in C: any number of
 * samples at once, true where a run brought new outputs. How samples are split into pushes does not
 * matter.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Pcm {
  /** Samples a second, in hertz. */
  int rate();
}

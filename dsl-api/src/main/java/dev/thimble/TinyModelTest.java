package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Generates a JUnit 5 test of a model: golden, boundary and random inputs, the Java class against
 * the compiled C and, where it is installed, against the chip's simulator.
 *
 * <pre>{@code
 * @TinyModelTest(Digits.class) class DigitsTest {}       // in src/test/java: DigitsGeneratedTest
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TinyModelTest {
  /** The class with {@link TinyModel}, compiled earlier or with the test. */
  Class<?> value();
}

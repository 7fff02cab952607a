/**
 * The language: annotations that turn a class into a microcontroller program while it compiles.
 *
 * <pre>{@code
 * import static dev.thimble.Activation.RELU;
 * import static dev.thimble.Sizes.KIB;
 *
 * import dev.thimble.*;
 *
 * @TinyModel(weights = "digits.safetensors", calibration = "digits_train.npz")
 * @Device(mcu = "atmega328p", clockHz = 16_000_000)
 * @Budget(flash = 6 * KIB, ram = 512)
 * final class Digits {
 *   @Input(shape = {8, 8, 1}, min = 0, max = 16)          Tensor image;
 *   @Conv2D(filters = 8, kernel = 3, activation = RELU)   Tensor edges;
 *   @MaxPool2D(2)                                         Tensor pooled;
 *   @Dense(units = 10)                                    Tensor logits;
 *   @ArgMax                                               Decision digit;
 * }
 * }</pre>
 *
 * <p>compiles to a class {@code DigitsModel}, to {@code digits.h} and {@code digits.c}, which
 * compute the same numbers bit for bit. {@link dev.thimble.TinyModel} says what such a class looks
 * like.
 */
package dev.thimble;

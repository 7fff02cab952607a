package dev.thimble.testing;

/**
 * Sizes in bytes, read from the object files and the linked program.
 *
 * @param modelFlash code and constants of the model's own object files; what its code needs of
 *     libgcc or libc is not in it
 * @param modelRam the model's struct, and the variables and RAM constants of its object files
 * @param structBytes {@code sizeof(digits_t)}
 * @param declaredRam {@code DIGITS_RAM_BYTES}, 0 where the header has none
 * @param firmwareFlash the whole program with start-up code and this package's harness
 * @param firmwareRam its static RAM, without stack
 */
public record FlashRam(
    long modelFlash,
    long modelRam,
    long structBytes,
    long declaredRam,
    long firmwareFlash,
    long firmwareRam) {}

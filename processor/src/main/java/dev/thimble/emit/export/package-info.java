/**
 * The C of a model as a library that build tools know: one folder serves Arduino, PlatformIO,
 * CMake, Zephyr and CMSIS-Pack. Text only; nothing is decided here.
 */
package dev.thimble.emit.export;

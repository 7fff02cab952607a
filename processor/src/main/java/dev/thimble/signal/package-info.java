/**
 * Tables of preprocessing steps: windows, filterbanks, twiddle factors, curves. They are computed
 * once, while compiling, and frozen into Java and C alike; a chip never evaluates a real function.
 */
@org.jspecify.annotations.NullMarked
package dev.thimble.signal;

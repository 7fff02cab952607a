/** Learning while compiling: plain numbers in, parameters out, the same on every machine. */
package dev.thimble.fit;

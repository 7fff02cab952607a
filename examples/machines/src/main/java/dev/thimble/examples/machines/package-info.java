/** A machine that sounds as it should not: from a microphone to an alarm. */
package dev.thimble.examples.machines;

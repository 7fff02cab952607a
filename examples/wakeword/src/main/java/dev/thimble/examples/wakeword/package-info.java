/** A wake word on a Cortex-M4: from speech that is made here to a detector. */
package dev.thimble.examples.wakeword;

/** Gestures on an ATmega328P: from motions that are made here to a decision. */
package dev.thimble.examples.gestures;

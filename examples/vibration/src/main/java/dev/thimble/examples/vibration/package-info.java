/** A machine that shakes as it should not: from an accelerometer to an alarm. */
package dev.thimble.examples.vibration;

/**
 * Objects on a table: in colour on a Cortex-M7 and a Cortex-M55, in 16 by 16 pixels on an
 * ATmega328P.
 */
package dev.thimble.examples.pictures;

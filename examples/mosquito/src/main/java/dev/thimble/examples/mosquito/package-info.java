/** Mosquitoes by the sound of their wings, on an ATmega328P. */
package dev.thimble.examples.mosquito;

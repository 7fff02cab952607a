/** Files of data for training, written by programs that use generated twins. */
package dev.thimble.data;

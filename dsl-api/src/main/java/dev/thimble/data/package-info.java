/**
 * Files of data: features for training, written by programs that use generated twins, and labelled
 * samples to try a classifier on.
 *
 * <pre>{@code
 * LabelledReals windows = LabelledReals.npz(file, "window");
 * int right = windows.right(window -> model.classify(window).ordinal());
 * }</pre>
 */
package dev.thimble.data;

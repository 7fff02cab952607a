/**
 * From a declaration to a graph of reals. One small class a step annotation ({@link
 * dev.thimble.resolve.StepResolver}), found in {@link dev.thimble.resolve.StepResolvers} by the
 * annotation's name.
 */
package dev.thimble.resolve;

/** Rewritings of graphs of reals that keep what they compute: one small class each. */
package dev.thimble.graph.passes;

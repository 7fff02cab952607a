/**
 * Kernels seen as sums of products of bytes, for backends that compute these in code of their own.
 */
package dev.thimble.kernel.sums;

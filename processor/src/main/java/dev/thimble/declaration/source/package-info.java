/**
 * Reads classes through the compiler's API, and shows messages through it. Nothing past it sees
 * that API.
 */
package dev.thimble.declaration.source;

/** What the user wrote, as plain records, and the rules of the language. */
package dev.thimble.declaration;

/** Files from elsewhere: what reads them, and what they become. One package a format below. */
package dev.thimble.importer;

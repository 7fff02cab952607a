package dev.thimble.kernel;

/** A loop variable that runs from 0 to below its extent. */
public record Axis(String name, int extent) {}

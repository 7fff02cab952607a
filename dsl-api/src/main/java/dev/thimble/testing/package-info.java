/**
 * Builds the C that Thimble generated and runs it: on this host, on an AVR under simavr, on a
 * Cortex-M under QEMU.
 *
 * <p>Start at {@link dev.thimble.testing.GeneratedModel}: it finds a model's C on the class path
 * and offers a {@link dev.thimble.testing.Target} for each place where it can run. A target builds
 * a {@link dev.thimble.testing.Firmware}, a firmware takes inputs and returns a {@link
 * dev.thimble.testing.Run}: outputs, the outputs of each step, exact cycles (simavr) or executed
 * instructions (QEMU), and the stack. Nothing is added to the model's code: the simulators watch
 * its functions from outside.
 *
 * <p>A tool that is not installed is no failure: {@link dev.thimble.testing.Target#availability()}
 * says what to install, and tests skip with that reason. A crash, a hang or a broken stack is a
 * {@link dev.thimble.testing.TargetException} with the tool's own words.
 */
package dev.thimble.testing;

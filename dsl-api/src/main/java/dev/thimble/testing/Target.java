package dev.thimble.testing;

/** A place where a model's generated C can run. */
public interface Target {

  /** For people: {@code "atmega328p under simavr"}. */
  String name();

  /** The device whose C this is. */
  DeviceInfo device();

  /** Whether this is the host's compiler, and not the device's with a simulator. */
  boolean isHost();

  /** Whether the tools are here, and if not what to install. Cheap after the first call. */
  Availability availability();

  /**
   * Compiles and links.
   *
   * @throws TargetException if the compiler refuses, with what it printed, or if the target is not
   *     available
   */
  Firmware build(BuildOptions options);

  /** Compiles and links with the defaults. */
  default Firmware build() {
    return build(BuildOptions.DEFAULT);
  }
}

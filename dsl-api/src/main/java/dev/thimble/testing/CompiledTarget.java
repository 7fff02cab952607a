package dev.thimble.testing;

import java.util.Map;

/** A device's C on one platform. */
record CompiledTarget(
    ModelInfo model, DeviceInfo device, Map<String, String> sources, Platform platform)
    implements Target {

  @Override
  public String name() {
    return device.name() + " " + platform.suffix();
  }

  @Override
  public boolean isHost() {
    return platform instanceof HostPlatform;
  }

  @Override
  public Availability availability() {
    return platform.availability();
  }

  @Override
  public Firmware build(BuildOptions options) {
    Availability availability = availability();
    if (!availability.isAvailable()) {
      throw new TargetException(name() + " is not available: " + availability.reason());
    }
    return new Build(this, options).build();
  }

  @Override
  public String toString() {
    return name();
  }
}

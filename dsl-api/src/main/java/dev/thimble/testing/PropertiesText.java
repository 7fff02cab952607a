package dev.thimble.testing;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Properties in a stable order: {@link Properties} writes a date and shuffles. */
final class PropertiesText {
  private final Map<String, String> values = new LinkedHashMap<>();

  static PropertiesText parse(String source) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PropertiesText text = new PropertiesText();
    properties.stringPropertyNames().forEach(key -> text.put(key, properties.getProperty(key, "")));
    return text;
  }

  PropertiesText put(String key, Object value) {
    values.put(key, value.toString());
    return this;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key)).map(String::trim).filter(value -> !value.isEmpty());
  }

  String get(String key) {
    return find(key).orElseThrow(() -> new IllegalArgumentException("No value for " + key));
  }

  int getInt(String key) {
    return Math.toIntExact(getLong(key));
  }

  long getLong(String key) {
    String value = get(key).replace("_", "");
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is not a number: " + value, e);
    }
  }

  /** One line a value, in the order in which they were put. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> text.append(key).append('=').append(escape(value)).append('\n'));
    return text.toString();
  }

  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        escaped.append("\\\\");
      } else if (c < ' ' || c > '~') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}

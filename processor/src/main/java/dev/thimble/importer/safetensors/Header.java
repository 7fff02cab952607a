package dev.thimble.importer.safetensors;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.data.Extents;
import dev.thimble.importer.data.RawType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the JSON header token by token: its nesting is fixed, so nothing recurses. */
final class Header {
  private static final String METADATA = "__metadata__";
  private static final Map<String, RawType> TYPES =
      Map.ofEntries(
          Map.entry("F16", RawType.F16),
          Map.entry("BF16", RawType.BF16),
          Map.entry("F32", RawType.F32),
          Map.entry("F64", RawType.F64),
          Map.entry("I8", RawType.I8),
          Map.entry("I16", RawType.I16),
          Map.entry("I32", RawType.I32),
          Map.entry("I64", RawType.I64),
          Map.entry("U8", RawType.U8),
          Map.entry("U16", RawType.U16),
          Map.entry("U32", RawType.U32),
          Map.entry("BOOL", RawType.BOOL));

  private final String fileName;
  private final ByteBuffer bytes;

  Header(String fileName, ByteBuffer bytes) {
    this.fileName = fileName;
    this.bytes = bytes;
  }

  /** All tensors in the header's order, each with a size that agrees with its place. */
  List<HeaderEntry> entries() throws Problem {
    String text = text();
    // Strict JSON ends with the document; gson would read on, and the format wants an object at
    // once.
    if (!text.startsWith("{")) {
      throw broken("its header does not start with {");
    }
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.setStrictness(Strictness.STRICT);
      return entries(json);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // The parser's own words quote the file at length; what matters is that it is not JSON of the
      // expected kind.
      throw broken("its header is not the JSON of a safetensors file");
    }
  }

  private String text() throws Problem {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw broken("its header is not UTF-8");
    }
  }

  private List<HeaderEntry> entries(JsonReader json) throws IOException, Problem {
    List<HeaderEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!names.add(name)) {
        throw broken("two tensors are named " + shown(name));
      }
      if (name.equals(METADATA)) {
        skipMetadata(json);
      } else {
        entries.add(entry(json, name));
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw broken("its header goes on after the last brace");
    }
    return entries;
  }

  private void skipMetadata(JsonReader json) throws IOException, Problem {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (json.peek() != JsonToken.STRING) {
        throw broken("its metadata " + shown(key) + " is no text");
      }
      json.skipValue();
    }
    json.endObject();
  }

  private HeaderEntry entry(JsonReader json, String name) throws IOException, Problem {
    Optional<String> type = Optional.empty();
    Optional<List<Long>> shape = Optional.empty();
    Optional<List<Long>> place = Optional.empty();
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "dtype" -> type = Optional.of(json.nextString());
        case "shape" -> shape = Optional.of(numbers(json, name));
        case "data_offsets" -> place = Optional.of(numbers(json, name));
        default -> throw broken("tensor " + shown(name) + " has a member " + shown(key));
      }
    }
    json.endObject();
    if (type.isEmpty() || shape.isEmpty() || place.isEmpty() || place.get().size() != 2) {
      throw broken("tensor " + shown(name) + " lacks its dtype, shape or two data_offsets");
    }
    return checked(name, type.get(), shape.get(), place.get().get(0), place.get().get(1));
  }

  private List<Long> numbers(JsonReader json, String name) throws IOException, Problem {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      if (numbers.size() == Extents.MAX_RANK) {
        throw broken("tensor " + shown(name) + " has more than " + Extents.MAX_RANK + " axes");
      }
      numbers.add(json.nextLong());
    }
    json.endArray();
    return numbers;
  }

  private HeaderEntry checked(String name, String type, List<Long> shape, long begin, long end)
      throws Problem {
    RawType raw = TYPES.get(type);
    if (raw == null) {
      throw new Problem(FileMessage.TM1152_ELEMENT_TYPE, fileName, shown(name), shown(type));
    }
    if (shape.stream().anyMatch(extent -> extent < 0)) {
      throw broken("tensor " + shown(name) + " has the shape " + shape);
    }
    OptionalLong elements = Extents.elements(shape);
    if (elements.isEmpty()) {
      throw new Problem(
          FileMessage.TM1153_ARRAY_TOO_LARGE, fileName, shown(name), shape, Extents.MAX_ELEMENTS);
    }
    long size = elements.getAsLong() * raw.bytes();
    // Compared so that hostile offsets cannot overflow.
    if (begin < 0 || end < begin || end - begin != size) {
      throw broken(
          "tensor "
              + shown(name)
              + " of "
              + size
              + " bytes is said to lie at "
              + begin
              + " to "
              + end);
    }
    return new HeaderEntry(name, raw, shape, begin, end);
  }

  /** A name from the file, short enough for a message. */
  private static String shown(String name) {
    return name.length() <= 60 ? name : name.substring(0, 57) + "...";
  }

  private Problem broken(String fault) {
    return new Problem(FileMessage.TM1150_BROKEN_SAFETENSORS, fileName, fault);
  }
}

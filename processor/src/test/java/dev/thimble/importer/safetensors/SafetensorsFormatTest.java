package dev.thimble.importer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Mutations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFormatTest {
  private static final String HEADER =
      "{\"__metadata__\":{\"by\":\"a test\"},"
          + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
          + "\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[16,20]},"
          + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[20,22]},"
          + "\"u\":{\"dtype\":\"U16\",\"shape\":[],\"data_offsets\":[22,24]}}  ";

  private final SafetensorsFormat format = new SafetensorsFormat();

  @Test
  void readsEveryTensorInOrder() throws Problem {
    TensorFile file = format.read(new ModelFile("m.safetensors", sound()));
    assertThat(file.names()).containsExactly("w", "h", "b", "u");
    assertThat(file.find("w").orElseThrow().floats()).containsExactly(1, -2, 3.5f, Float.NaN);
    assertThat(file.find("w").orElseThrow().extents()).containsExactly(2, 2);
    assertThat(file.find("h").orElseThrow().floats()).containsExactly(1.5f, 0x1p-24f);
    assertThat(file.find("b").orElseThrow().floats()).containsExactly(-1);
    assertThat(file.find("u").orElseThrow().data())
        .isEqualTo(new Constant.Integers(new long[] {65535}));
    assertThat(file.find("u").orElseThrow().element()).isEqualTo(ElementType.INT32);
    assertThat(file.find("x")).isEmpty();
  }

  @Test
  void refusesEveryTruncationAndSurvivesDamage() {
    Mutations.truncate(format, "m.safetensors", sound(), file -> false);
    assertThat(Mutations.damage(format, "m.safetensors", sound(), 20_000, 1)).isGreaterThan(5_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[-4],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[9223372036854775807,4]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}} {}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4],\"more\":1}}",
        "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,4]}}",
        "{\"a\":[[[[[[[[[[]]]]]]]]]]}",
        "[]",
        "",
        "{'a':1}"
      })
  void refusesHeadersThatLie(String header) {
    assertThat(code(() -> format.read(new ModelFile("m.safetensors", file(header, new byte[4])))))
        .isEqualTo(FileMessage.TM1150_BROKEN_SAFETENSORS);
  }

  @Test
  void refusesTypesAndSizesBeyondItsLimits() {
    String type = "{\"a\":{\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
    assertThat(code(() -> format.read(new ModelFile("m", file(type, new byte[8])))))
        .isEqualTo(FileMessage.TM1152_ELEMENT_TYPE);
    String size =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4194304,4194304,4194304,4],\"data_offsets\":[0,0]}}";
    assertThat(code(() -> format.read(new ModelFile("m", file(size, new byte[0])))))
        .isEqualTo(FileMessage.TM1153_ARRAY_TOO_LARGE);
  }

  @Test
  void refusesDeepNestingWithoutRecursion() {
    String deep = "{\"a\":" + "[".repeat(1_000_000);
    assertThat(code(() -> format.read(new ModelFile("m", file(deep, new byte[0])))))
        .isEqualTo(FileMessage.TM1150_BROKEN_SAFETENSORS);
  }

  private static Message code(ThrowableAssert.ThrowingCallable call) {
    Throwable[] thrown = new Throwable[1];
    assertThatThrownBy(call).isInstanceOf(Problem.class).satisfies(e -> thrown[0] = e);
    return ((Problem) thrown[0]).code();
  }

  private static byte[] sound() {
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1).putFloat(-2).putFloat(3.5f).putFloat(Float.NaN);
    data.putShort((short) 0x3E00).putShort((short) 1).putShort((short) 0xBF80).putShort((short) -1);
    return file(HEADER, data.array());
  }

  private static byte[] file(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }
}

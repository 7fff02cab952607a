package dev.thimble.kernel.random;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of a program and what the interpreter computes from them.
 *
 * @param inputs by sample, then by input: its elements
 * @param results by sample, then by kernel: the bytes of its array just after it ran, none where a
 *     later one writes more of it
 */
public record Samples(List<List<long[]>> inputs, List<List<byte[]>> results) {

  /** Random inputs of every style, edges first. */
  public static Samples of(Program program, long seed, int count) {
    Dice dice = new Dice(seed);
    List<List<long[]>> inputs = new ArrayList<>();
    List<List<byte[]>> results = new ArrayList<>();
    Interpreter interpreter = new Interpreter(program);
    for (int sample = 0; sample < count; sample++) {
      List<long[]> values = new ArrayList<>();
      for (Buffer input : program.inputs()) {
        long low = input.element().range().low();
        long high = input.element().range().high();
        values.add(
            switch (sample) {
              case 0 -> dice.many(input.length(), low, low);
              case 1 -> dice.many(input.length(), high, high);
              default -> dice.many(input.length(), low, high);
            });
      }
      interpreter.run(values);
      inputs.add(values);
      results.add(results(program, interpreter));
    }
    return new Samples(inputs, results);
  }

  private static List<byte[]> results(Program program, Interpreter interpreter) {
    List<byte[]> all = new ArrayList<>();
    for (Kernel kernel : program.kernels()) {
      Buffer output = kernel.outputs().get(0);
      boolean whole = program.completes(kernel);
      all.add(whole ? bytes(output, interpreter.read(output)) : new byte[0]);
    }
    return all;
  }

  /** All inputs of a sample as a firmware takes them. */
  public byte[] input(Program program, int sample) {
    int size = program.inputs().stream().mapToInt(Buffer::bytes).sum();
    byte[] all = new byte[size];
    int at = 0;
    for (int i = 0; i < program.inputs().size(); i++) {
      byte[] one = bytes(program.inputs().get(i), inputs.get(sample).get(i));
      System.arraycopy(one, 0, all, at, one.length);
      at += one.length;
    }
    return all;
  }

  /** All samples' inputs. */
  public List<byte[]> firmwareInputs(Program program) {
    List<byte[]> all = new ArrayList<>();
    for (int sample = 0; sample < inputs.size(); sample++) {
      all.add(input(program, sample));
    }
    return all;
  }

  /** Elements as little-endian bytes. */
  static byte[] bytes(Buffer buffer, long[] values) {
    int width = buffer.element().bytes();
    byte[] bytes = new byte[values.length * width];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i / width] >> (8 * (i % width)));
    }
    return bytes;
  }
}

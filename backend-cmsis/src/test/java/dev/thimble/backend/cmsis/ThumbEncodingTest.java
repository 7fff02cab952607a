package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long instructions are, held to GNU's assembler. */
class ThumbEncodingTest {
  /** Registers: low ones, high ones, the stack pointer. */
  private static final List<String> REGISTERS = List.of("r0", "r1", "r7", "r8", "r12");

  private static final List<String> THREE =
      List.of("add", "adds", "subs", "ands", "orrs", "eors", "bics", "sbcs", "mul", "and");
  private static final List<String> SHIFTS = List.of("lsls", "lsrs", "asrs", "lsl", "asr");
  private static final List<String> ACCESSES =
      List.of("ldr", "str", "ldrb", "strb", "ldrh", "strh", "ldrsb", "ldrsh");
  private static final List<Integer> OFFSETS =
      List.of(0, 1, 2, 4, 31, 32, 62, 64, 124, 128, 252, 255);

  @TempDir Path folder;

  @Test
  void instructions() throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(oddOnes());
    for (String first : REGISTERS) {
      all.add("cmp %s, #255".formatted(first));
      all.add("adds %s, %s, #255".formatted(first, first));
      all.add("add %s, sp, #1020".formatted(first));
      OFFSETS.forEach(by -> all.add("ldr %s, [sp, #%d]".formatted(first, 4 * by)));
      for (String second : REGISTERS) {
        pair(first, second, all);
        for (String third : REGISTERS) {
          THREE.forEach(name -> all.add("%s %s, %s, %s".formatted(name, first, second, third)));
          ACCESSES.forEach(
              name -> all.add("%s %s, [%s, %s]".formatted(name, first, second, third)));
          all.add("lsls %s, %s, %s".formatted(first, second, third));
        }
      }
    }
    assertThat(sizes(all.stream().map(List::of).toList())).isEqualTo(predicted(all));
  }

  private static void pair(String first, String second, List<String> all) {
    for (String name : List.of("mov", "movs", "cmp", "sxtb", "uxth", "tst", "add")) {
      all.add("%s %s, %s".formatted(name, first, second));
    }
    all.add("rsbs %s, %s, #0".formatted(first, second));
    for (int by : new int[] {0, 7, 8, 255}) {
      all.add("adds %s, %s, #%d".formatted(first, second, by));
      all.add("subs %s, %s, #%d".formatted(first, second, by));
      all.add("addw %s, %s, #%d".formatted(first, second, by));
    }
    SHIFTS.forEach(name -> all.add("%s %s, %s, #5".formatted(name, first, second)));
    for (String name : ACCESSES) {
      OFFSETS.forEach(by -> all.add("%s %s, [%s, #%d]".formatted(name, first, second, by)));
      if (!first.equals(second)) {
        all.add("%s %s, [%s], #4".formatted(name, first, second));
      }
    }
  }

  private static List<String> oddOnes() {
    return List.of(
        "push {r7}",
        "push {r5, r6, lr}",
        "push {r8}",
        "pop {r5, r6}",
        "pop {r4, pc}",
        "ldmia r2!, {r3, r4}",
        "ldmia r2!, {r8, r9}",
        "ldmia r8!, {r3, r4}",
        "stmia r2!, {r3}",
        "movs r0, #200",
        "movw r0, #200",
        "movt r0, #1",
        "mov r0, #1",
        "sub sp, sp, #508",
        "sub sp, sp, #512",
        "add sp, sp, #8",
        "add r0, r0, #1",
        "add r0, r1, r0, lsl #2",
        "smlad r0, r1, r2, r0",
        "ssat r0, #8, r1",
        "ldrd r4, r5, [sp, #8]",
        "muls r0, r1, r0",
        "muls r0, r0, r7",
        "sxtb16 r0, r1",
        "sxtb r0, r1, ror #8");
  }

  /** Branches over so many bytes, to both sides. */
  @Test
  void branches() throws IOException, InterruptedException {
    List<List<String>> blocks = new ArrayList<>();
    for (String name : List.of("b", "bne")) {
      for (int between : new int[] {1, 125, 126, 127, 128, 1022, 1023, 1024, 1025}) {
        List<String> body = Collections.nCopies(between, "movs r0, #1");
        List<String> forward = new ArrayList<>(List.of(name + " .L%=_0"));
        forward.addAll(body);
        forward.add(".L%=_0:");
        blocks.add(forward);
        List<String> back = new ArrayList<>(List.of(".L%=_0:"));
        back.addAll(body);
        back.add(name + " .L%=_0");
        blocks.add(back);
      }
    }
    blocks.add(List.of("cmp r0, r1", "it lt", "movlt r0, r1", "it gt", "movgt r0, #9"));
    blocks.add(List.of("it eq", "addeq r5, r5, r7", "it eq", "addeq r0, r1, r2"));
    blocks.add(List.of("it eq", "addeq r8, r8, r7", "it eq", "addeq r8, r1, r2"));
    List<Integer> expected = new ArrayList<>();
    blocks.forEach(block -> expected.add(bytes(block)));
    assertThat(sizes(blocks)).isEqualTo(expected);
  }

  private static List<String> predicted(List<String> all) {
    return all.stream().map(one -> one + ": " + bytes(List.of(one))).toList();
  }

  private static int bytes(List<String> instructions) {
    return ThumbEncoding.bytes(instructions.stream().map(ThumbAssembly::line).toList());
  }

  private List<?> sizes(List<List<String>> blocks) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder(".syntax unified\n.thumb\n.text\n");
    StringBuilder sizes = new StringBuilder(".section .sizes, \"a\"\n");
    for (int i = 0; i < blocks.size(); i++) {
      text.append("begin").append(i).append(":\n");
      for (String line : blocks.get(i)) {
        text.append(line.replace("%=", "b" + i)).append('\n');
      }
      text.append("end").append(i).append(":\n");
      sizes.append(".hword end%d - begin%d\n".formatted(i, i));
    }
    byte[] bytes = assembled(text.append(sizes).toString());
    List<Object> measured = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      int size = (bytes[2 * i] & 0xff) + ((bytes[2 * i + 1] & 0xff) << 8);
      measured.add(blocks.get(i).size() == 1 ? blocks.get(i).get(0) + ": " + size : size);
    }
    return measured;
  }

  private byte[] assembled(String source) throws IOException, InterruptedException {
    assumeTrue(isThere(), "No arm-none-eabi-as");
    Path file = Files.writeString(folder.resolve("all.s"), source);
    Path object = folder.resolve("all.o");
    run("arm-none-eabi-as", "-mcpu=cortex-m4", "-o", object.toString(), file.toString());
    Path sizes = folder.resolve("sizes.bin");
    run(
        "arm-none-eabi-objcopy",
        "-O",
        "binary",
        "-j",
        ".sizes",
        object.toString(),
        sizes.toString());
    return Files.readAllBytes(sizes);
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return new ProcessBuilder("arm-none-eabi-as", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}

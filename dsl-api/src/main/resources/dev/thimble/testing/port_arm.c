/* The harness on a Cortex-M under QEMU: files through semihosting, a stub that measures the stack. */
#include "arm_semihosting.h"
#include "harness.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PAINT 0xc5a51e37u

extern uint32_t thimble_stack_limit[];

/* Written by thimble_call: what it put into r4-r11, what it found there, and the stack pointer around the call. */
const uint32_t thimble_pattern[8] = {0x4c0ffee4, 0x5c0ffee5, 0x6c0ffee6, 0x7c0ffee7,
                                     0x8c0ffee8, 0x9c0ffee9, 0xac0ffeea, 0xbc0ffeeb};
uint32_t thimble_found[8];
uint32_t thimble_sp, thimble_sp_after;
#ifdef __ARM_FP
uint32_t thimble_found_float[16]; /* d8-d15: 0x01010101 * (i + 1) */
uint32_t thimble_pattern_float[16];
#endif

static int input, output, trace;
static uint32_t stack_bytes;

static void fail(const char *message) {
  semihosting_print(message);
  semihosting_print("\n");
  semihosting_exit(3);
}

static int open_file(const char *name, int mode) {
  int file = semihosting_open(name, mode);
  if (file < 0) {
    fail("A file could not be opened");
  }
  return file;
}

static void put(int file, const void *from, unsigned bytes) {
  if (semihosting_write(file, from, bytes) != 0) {
    fail("The results could not be written");
  }
}

static void start(void) {
  input = open_file("in.bin", SEMIHOSTING_READ_BINARY);
  output = open_file("out.bin", SEMIHOSTING_WRITE_BINARY);
  trace = open_file("trace.bin", SEMIHOSTING_WRITE_BINARY);
#ifdef __ARM_FP
  for (int i = 0; i < 16; i++) {
    thimble_pattern_float[i] = 0x01010101u * (uint32_t) (i + 1);
  }
#endif
}

int thimble_next(void) {
  static const uint32_t begin[2] = {UINT32_MAX, 0};
  static int started;
  if (!started) {
    started = 1;
    start();
  }
  uint8_t fresh;
  if (semihosting_read(input, &fresh, 1) != 0) {
    semihosting_close(output);
    semihosting_close(trace);
    return THIMBLE_NO_MORE;
  }
  put(trace, begin, sizeof begin);
  return fresh;
}

void thimble_input(void *to, unsigned bytes) {
  if (semihosting_read(input, to, bytes) != 0) {
    fail("The input ends too early");
  }
}

void thimble_before(void) {}

void thimble_after(void) {
  if (thimble_sp != thimble_sp_after) {
    fail("The model returned with another stack pointer");
  }
  if (memcmp(thimble_found, thimble_pattern, sizeof thimble_found) != 0) {
    fail("The model returned with one of r4-r11 changed: a called function must keep them");
  }
#ifdef __ARM_FP
  if (memcmp(thimble_found_float, thimble_pattern_float, sizeof thimble_found_float) != 0) {
    fail("The model returned with one of d8-d15 changed: a called function must keep them");
  }
#endif
  const uint32_t *deepest = thimble_stack_limit;
  while (*deepest == PAINT) {
    deepest++;
  }
  stack_bytes = thimble_sp - (uint32_t) deepest;
}

void thimble_result(long result) {
  put(output, &result, 4);
  put(output, &stack_bytes, 4);
}

void thimble_output(const void *from, unsigned bytes) {
  put(output, from, bytes);
}

void thimble_trace(int step, const void *data, size_t bytes) {
  const uint32_t head[2] = {(uint32_t) step, (uint32_t) bytes};
  put(trace, head, sizeof head);
  put(trace, data, (unsigned) bytes);
}

/* Paints the free stack, fills the registers that a function must keep, calls run(model). In Thumb-1, for the M0. */
__attribute__((naked)) long thimble_call(THIMBLE_MODEL *model, long (*run)(THIMBLE_MODEL *)) {
  (void) model;
  (void) run;
  __asm__ volatile(
      ".syntax unified\n"
      "  push {r4-r7, lr}\n"
      "  mov r4, r8\n  mov r5, r9\n  mov r6, r10\n  mov r7, r11\n"
      "  push {r3-r7}\n" /* r3 fills up to 8 bytes */
#ifdef __ARM_FP
      "  vpush {d8-d15}\n"
      "  ldr r2, =thimble_pattern_float\n  vldmia r2, {d8-d15}\n"
#endif
      "  mov r4, sp\n"
      "  ldr r2, =thimble_sp\n  str r4, [r2]\n"
      "  ldr r2, =thimble_stack_limit\n  ldr r3, =%c[paint]\n"
      "1: cmp r2, r4\n  bhs 2f\n  str r3, [r2]\n  adds r2, #4\n  b 1b\n"
      "2: mov r12, r1\n"
      "  ldr r2, =thimble_pattern\n"
      "  adds r2, #16\n  ldmia r2!, {r4-r7}\n"
      "  mov r8, r4\n  mov r9, r5\n  mov r10, r6\n  mov r11, r7\n"
      "  subs r2, #32\n  ldmia r2!, {r4-r7}\n"
      "  blx r12\n"
      "  ldr r2, =thimble_found\n"
      "  stmia r2!, {r4-r7}\n"
      "  mov r4, r8\n  mov r5, r9\n  mov r6, r10\n  mov r7, r11\n"
      "  stmia r2!, {r4-r7}\n"
      "  mov r4, sp\n  ldr r2, =thimble_sp_after\n  str r4, [r2]\n"
      "  ldr r2, =thimble_sp\n  ldr r2, [r2]\n  mov sp, r2\n"
#ifdef __ARM_FP
      "  ldr r2, =thimble_found_float\n  vstmia r2, {d8-d15}\n"
      "  vpop {d8-d15}\n"
#endif
      "  pop {r3-r7}\n"
      "  mov r8, r4\n  mov r9, r5\n  mov r10, r6\n  mov r11, r7\n"
      "  pop {r4-r7, pc}\n"
      "  .ltorg\n" ::[paint] "i"(PAINT));
}

#include "ticks.h"

#define ASSEMBLY __attribute__((naked, used, noinline))

void ticks_init(ticks_t *model) {
  model->value[0] = 0;
}

int8_t *ticks_input(ticks_t *model) {
  return model->value;
}

const int8_t *ticks_output(const ticks_t *model) {
  return model->value;
}

#if defined(__AVR__)

/* 1 + 100 * 4 - 1 cycles, and the return */
ASSEMBLY static void ticks_step_wait(void) {
  __asm__ volatile("ldi r24, 100\n1: nop\n dec r24\n brne 1b\n ret");
}

/* 20 cycles and 5 bytes of stack */
ASSEMBLY static void ticks_step_push(void) {
  __asm__ volatile(
      ".irp r, 2, 3, 4, 5, 6\n push r\\r\n .endr\n"
      ".irp r, 6, 5, 4, 3, 2\n pop r\\r\n .endr\n"
      "ret");
}

/* Its loop begins where it begins itself: 50 * 3 - 1 cycles. */
ASSEMBLY static void ticks_step_loop(void) {
  __asm__ volatile("1: dec r24\n brne 1b\n ret");
}

/* A frame of 250 bytes, SP written in two halves: between them it is off by a page. 24 cycles. */
ASSEMBLY static void ticks_step_frame(void) {
  __asm__ volatile(
      "push r28\n push r29\n"
      "in r28, 0x3d\n in r29, 0x3e\n"
      "subi r28, lo8(250)\n sbci r29, hi8(250)\n"
      "in r0, 0x3f\n cli\n out 0x3e, r29\n out 0x3f, r0\n out 0x3d, r28\n"
      "subi r28, lo8(-250)\n sbci r29, hi8(-250)\n"
      "in r0, 0x3f\n cli\n out 0x3e, r29\n out 0x3f, r0\n out 0x3d, r28\n"
      "pop r29\n pop r28\n ret");
}

__attribute__((naked)) void ticks_run(ticks_t *model) {
  __asm__ volatile(
      "rcall ticks_step_wait\n rcall ticks_step_push\n"
      "ldi r24, 50\n rcall ticks_step_loop\n"
      "rjmp ticks_step_frame");
}

#elif defined(__arm__)

/* 1 + 100 * 3 instructions, and the return */
ASSEMBLY static void ticks_step_wait(void) {
  __asm__ volatile(".syntax unified\n movs r2, #100\n1: nop\n subs r2, #1\n bne 1b\n bx lr");
}

ASSEMBLY static void ticks_step_push(void) {
  __asm__ volatile("push {r4-r7, lr}\n pop {r4-r7, pc}");
}

/* Its loop begins where it begins itself: 50 * 2 instructions. */
ASSEMBLY static void ticks_step_loop(void) {
  __asm__ volatile(".syntax unified\n1: subs r0, #1\n bne 1b\n bx lr");
}

ASSEMBLY static void ticks_step_frame(void) {
  __asm__ volatile("sub sp, #248\n str r2, [sp]\n add sp, #248\n bx lr");
}

/* 8 bytes of stack, given back before the tail call */
__attribute__((naked)) void ticks_run(ticks_t *model) {
  __asm__ volatile(
      ".syntax unified\n push {r4, lr}\n"
      "bl ticks_step_wait\n bl ticks_step_push\n"
      "movs r0, #50\n bl ticks_step_loop\n"
      "pop {r2, r3}\n mov lr, r3\n b ticks_step_frame");
}

#else

void ticks_run(ticks_t *model) {
  (void) model;
}

#endif

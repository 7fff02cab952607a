/* Start-up of a Cortex-M under QEMU: vectors, memory, FPU; and a fault that says where it was. */
#include "arm_semihosting.h"

#include <stdint.h>

extern uint32_t thimble_stack_top[], thimble_data[], thimble_data_end[], thimble_data_source[], thimble_bss[],
    thimble_bss_end[];
int main(void);

static void enable_coprocessors(void) {
#if __ARM_ARCH_PROFILE == 'M' && __ARM_ARCH >= 7
  *(volatile uint32_t *) 0xe000ed88 |= 0xf << 20; /* CPACR: CP10 and CP11, FPU and MVE */
  __asm__ volatile("dsb\n\tisb" ::: "memory");
#endif
}

__attribute__((noreturn, used)) static void start(void) {
  const uint32_t *from = thimble_data_source;
  for (uint32_t *to = thimble_data; to < thimble_data_end;) {
    *to++ = *from++;
  }
  for (uint32_t *to = thimble_bss; to < thimble_bss_end;) {
    *to++ = 0;
  }
  enable_coprocessors();
  semihosting_exit(main());
}

__attribute__((naked, noreturn)) void thimble_reset(void) {
  __asm__ volatile("bl start");
}

static void print_hex(const char *name, uint32_t value) {
  char text[] = "0x00000000";
  for (int i = 9; i > 1; i--, value >>= 4) {
    text[i] = "0123456789abcdef"[value & 15];
  }
  semihosting_print(name);
  semihosting_print(text);
}

/* frame: r0-r3, r12, lr, pc, psr. */
__attribute__((noreturn, used)) static void report_fault(const uint32_t *frame) {
  semihosting_print("The program crashed (HardFault):");
  print_hex(" pc ", frame[6]);
  print_hex(", lr ", frame[5]);
  print_hex(", SP ", (uint32_t) frame);
#if __ARM_ARCH >= 7
  print_hex(", CFSR ", *(volatile uint32_t *) 0xe000ed28);
  print_hex(", BFAR ", *(volatile uint32_t *) 0xe000ed38);
#endif
  semihosting_print("\n");
  semihosting_exit(3);
}

__attribute__((naked)) void thimble_fault(void) {
  __asm__ volatile("mrs r0, msp\n\tbl report_fault");
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    thimble_stack_top,
    thimble_reset,
    thimble_fault, /* NMI */
    thimble_fault, /* HardFault */
    thimble_fault, /* MemManage */
    thimble_fault, /* BusFault */
    thimble_fault, /* UsageFault */
    thimble_fault, /* SecureFault */
};

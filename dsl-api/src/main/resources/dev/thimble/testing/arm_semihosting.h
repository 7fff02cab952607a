/* ARM's semihosting: the guest asks QEMU for files. */
#ifndef ARM_SEMIHOSTING_H
#define ARM_SEMIHOSTING_H

#include <stdint.h>
#include <string.h>

enum { SYS_OPEN = 0x01, SYS_CLOSE = 0x02, SYS_WRITE0 = 0x04, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };
enum { SEMIHOSTING_READ_BINARY = 1, SEMIHOSTING_WRITE_BINARY = 5 };

static inline intptr_t semihosting(int operation, const void *argument) {
  register intptr_t r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

__attribute__((noreturn)) static inline void semihosting_exit(int code) {
  const uint32_t block[] = {0x20026, (uint32_t) code}; /* ADP_Stopped_ApplicationExit */
  for (;;) {
    semihosting(SYS_EXIT_EXTENDED, block);
  }
}

static inline void semihosting_print(const char *text) {
  semihosting(SYS_WRITE0, text);
}

static inline int semihosting_open(const char *name, int mode) {
  const uintptr_t block[] = {(uintptr_t) name, (uintptr_t) mode, strlen(name)};
  return (int) semihosting(SYS_OPEN, block);
}

/* Both return how many bytes were left over. */
static inline unsigned semihosting_read(int file, void *to, unsigned bytes) {
  const uintptr_t block[] = {(uintptr_t) file, (uintptr_t) to, bytes};
  return (unsigned) semihosting(SYS_READ, block);
}

static inline unsigned semihosting_write(int file, const void *from, unsigned bytes) {
  const uintptr_t block[] = {(uintptr_t) file, (uintptr_t) from, bytes};
  return (unsigned) semihosting(SYS_WRITE, block);
}

static inline void semihosting_close(int file) {
  const uintptr_t block[] = {(uintptr_t) file};
  semihosting(SYS_CLOSE, block);
}

#endif

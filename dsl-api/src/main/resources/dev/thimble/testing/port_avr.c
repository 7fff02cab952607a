/* The harness on an AVR: each request goes into a mailbox, then its command into a register that avr_runner.c watches.
   The runner copies straight from and to the model's memory. */
#include "harness.h"

#include <avr/io.h>
#include <stdint.h>

/* Any register that keeps a byte and does nothing. */
#if defined(GPIOR0)
#define COMMAND GPIOR0
#elif defined(EEDR)
#define COMMAND EEDR
#else
#error "This AVR has neither GPIOR0 nor EEDR"
#endif

enum { NEXT = 1, INPUT, RESULT, OUTPUT, TRACE };

volatile struct {
  uint16_t address;
  uint16_t bytes;
  int32_t value;
} thimble_mail;

static __attribute__((noinline)) void send(uint8_t command, const void *address, uint16_t bytes) {
  /* The runner learns the register's address from this symbol: it differs between chips. */
  __asm__ volatile(".global thimble_port\n\t.set thimble_port, %0" ::"n"(_SFR_MEM_ADDR(COMMAND)));
  thimble_mail.address = (uint16_t) address;
  thimble_mail.bytes = bytes;
  COMMAND = command;
}

int thimble_next(void) {
  send(NEXT, 0, 0);
  return (int) thimble_mail.value;
}

void thimble_input(void *to, unsigned bytes) {
  send(INPUT, to, bytes);
}

void thimble_before(void) {}

void thimble_after(void) {}

void thimble_result(long result) {
  thimble_mail.value = result;
  send(RESULT, 0, 0);
}

void thimble_output(const void *from, unsigned bytes) {
  send(OUTPUT, from, bytes);
}

#ifdef THIMBLE_TRACING
void thimble_trace(int step, const void *data, size_t bytes) {
  thimble_mail.value = step;
  send(TRACE, data, bytes);
}
#endif

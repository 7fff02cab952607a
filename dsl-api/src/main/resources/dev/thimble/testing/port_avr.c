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

#ifdef THIMBLE_STORM
/* A timer's interrupts all through the inference: they multiply, use the registers that a function may, and read flash
   from above and below 64 KB where there is so much. */
#include <avr/interrupt.h>
#include <avr/pgmspace.h>

volatile uint16_t thimble_storm = 1;

ISR(TIMER0_COMPA_vect) {
  for (uint8_t i = 0; i < 3; i++) {
    thimble_storm = (uint16_t) (thimble_storm * 251u + 7u);
  }
#ifdef RAMPZ
  thimble_storm = (uint16_t) (thimble_storm + pgm_read_byte_far(2ul * thimble_storm));
#endif
}

void thimble_before(void) {
  OCR0A = THIMBLE_STORM;
  TCCR0A = _BV(WGM01);
  TIMSK0 = _BV(OCIE0A);
  TCCR0B = _BV(CS00);
  sei();
}

void thimble_after(void) {
  cli();
}
#else
void thimble_before(void) {}

void thimble_after(void) {}
#endif

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

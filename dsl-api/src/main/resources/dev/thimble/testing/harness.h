/* Between harness.c and its three ports: the host's files, simavr's mailbox, QEMU's semihosting. */
#ifndef THIMBLE_HARNESS_H
#define THIMBLE_HARNESS_H

#include "thimble_model.h"

#define THIMBLE_NO_MORE (-1)

/* Goes to the next input. 1: start the model anew, 0: the stream goes on, THIMBLE_NO_MORE: that was all. */
int thimble_next(void);
void thimble_input(void *to, unsigned bytes);
/* After each inference, before its outputs. */
void thimble_result(long result);
void thimble_output(const void *from, unsigned bytes);
/* For the host's clock. */
void thimble_before(void);
void thimble_after(void);

#if defined(__arm__) && !defined(THIMBLE_HOST)
/* The same call through a stub that measures the stack and checks the registers. */
long thimble_call(THIMBLE_MODEL *model, long (*run)(THIMBLE_MODEL *));
#define THIMBLE_CALL(model) thimble_call((model), (long (*)(THIMBLE_MODEL *)) THIMBLE_RUN)
#else
#define THIMBLE_CALL(model) THIMBLE_RUN(model)
#endif

#endif

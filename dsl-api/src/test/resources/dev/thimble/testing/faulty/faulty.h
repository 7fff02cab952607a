/* A fixture that fails in the way that its input asks for. */
#ifndef FAULTY_H
#define FAULTY_H

#include <stdint.h>

enum {
  FAULTY_FINE,
  FAULTY_HANG,
  FAULTY_CRASH,
  FAULTY_STACK,
  FAULTY_REGISTER,
  FAULTY_OVERFLOW,
  FAULTY_OUTSIDE,
  FAULTY_FLOAT_REGISTER
};

typedef struct {
  int8_t mode[1];
  int8_t done[1];
} faulty_t;

void faulty_init(faulty_t *model);
int8_t *faulty_mode(faulty_t *model);
int faulty_run(faulty_t *model);
const int8_t *faulty_done(const faulty_t *model);

#endif

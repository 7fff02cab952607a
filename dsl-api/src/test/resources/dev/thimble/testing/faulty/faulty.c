#include "faulty.h"

#define NOINLINE __attribute__((noinline))

void faulty_init(faulty_t *model) {
  model->done[0] = 0;
}

int8_t *faulty_mode(faulty_t *model) {
  return model->mode;
}

const int8_t *faulty_done(const faulty_t *model) {
  return model->done;
}

static NOINLINE void faulty_step_hang(void) {
  for (;;) {
    __asm__ volatile("");
  }
}

static NOINLINE void faulty_step_crash(void) {
#if defined(__AVR__)
  ((void (*)(void)) 0x3ff0)();
#elif defined(__arm__)
  __asm__ volatile("udf #0");
#else
  *(volatile int *) 16 = 1;
#endif
}

static NOINLINE int faulty_step_stack(volatile int depth) {
  return depth ? faulty_step_stack(depth + 1) + depth : 0;
}

static NOINLINE void faulty_step_register(void) {
#if defined(__AVR__)
  __asm__ volatile("inc r5");
#elif defined(__arm__)
  __asm__ volatile("movs r6, #1");
#endif
}

static NOINLINE void faulty_step_float_register(void) {
#ifdef __ARM_FP
  __asm__ volatile("vmov s17, r0");
#endif
}

static NOINLINE int faulty_step_overflow(volatile int value) {
  return 0x7fffffff + value;
}

static NOINLINE void faulty_step_outside(faulty_t *model, volatile int index) {
  model->done[4096 + index] = 1;
}

int faulty_run(faulty_t *model) {
  switch (model->mode[0]) {
    case FAULTY_HANG:
      faulty_step_hang();
      break;
    case FAULTY_CRASH:
      faulty_step_crash();
      break;
    case FAULTY_STACK:
      model->done[0] = (int8_t) faulty_step_stack(1);
      break;
    case FAULTY_REGISTER:
      faulty_step_register();
      break;
    case FAULTY_OVERFLOW:
      model->done[0] = (int8_t) faulty_step_overflow(1);
      break;
    case FAULTY_OUTSIDE:
      faulty_step_outside(model, 1);
      break;
    case FAULTY_FLOAT_REGISTER:
      faulty_step_float_register();
      break;
    default:
      model->done[0] = 1;
  }
  return model->done[0];
}

/* A fixture whose cycles, instructions and stack can be counted by hand: TargetMeasurementTest does. */
#ifndef TICKS_H
#define TICKS_H

#include <stdint.h>

typedef struct {
  int8_t value[1];
} ticks_t;

void ticks_init(ticks_t *model);
int8_t *ticks_input(ticks_t *model);
void ticks_run(ticks_t *model);
const int8_t *ticks_output(const ticks_t *model);

#endif

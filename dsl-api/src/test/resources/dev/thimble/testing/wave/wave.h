/* A fixture: a stream with state and an int16 output; its second step runs on every other sample. */
#ifndef WAVE_H
#define WAVE_H

#include <stdint.h>

typedef struct {
  int16_t sample;
  int16_t average;
  int16_t pair;
  int16_t last;
  uint8_t odd;
} wave_t;

void wave_init(wave_t *model);
int16_t *wave_sample(wave_t *model);
int wave_run(wave_t *model);
const int16_t *wave_pair(const wave_t *model);

#endif

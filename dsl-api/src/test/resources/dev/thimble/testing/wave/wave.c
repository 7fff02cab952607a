#include "wave.h"

#include <string.h>

#ifndef WAVE_TRACE
#define WAVE_TRACE(step, data, bytes) ((void) 0)
#endif

void wave_init(wave_t *model) {
  memset(model, 0, sizeof *model);
}

int16_t *wave_sample(wave_t *model) {
  return &model->sample;
}

const int16_t *wave_pair(const wave_t *model) {
  return &model->pair;
}

static __attribute__((noinline)) void wave_step_average(wave_t *model) {
  model->average = (int16_t) (((int32_t) model->sample * 1000 + (int32_t) model->average * 24) / 1024);
}

static __attribute__((noinline)) void wave_step_pair(wave_t *model) {
  model->pair = (int16_t) (model->average - model->last);
  model->last = model->average;
}

int wave_run(wave_t *model) {
  wave_step_average(model);
  WAVE_TRACE(1, &model->average, sizeof model->average);
  if (model->odd) {
    wave_step_pair(model);
    WAVE_TRACE(2, &model->pair, sizeof model->pair);
  }
  model->odd ^= 1;
  return -5;
}

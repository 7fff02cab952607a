#include "blend.h"

#ifndef BLEND_TRACE
#define BLEND_TRACE(step, data, bytes) ((void) 0)
#endif

void blend_init(blend_t *model) {
  model->total = 0;
}

int8_t *blend_left(blend_t *model) {
  return model->left;
}

uint8_t *blend_right(blend_t *model) {
  return model->right;
}

const int8_t *blend_sum(const blend_t *model) {
  return model->sum;
}

const int16_t *blend_total(const blend_t *model) {
  return &model->total;
}

static __attribute__((noinline)) void blend_step_sum(blend_t *model) {
  for (uint8_t i = 0; i < 4; i++) {
    model->sum[i] = (int8_t) (model->left[i] + model->right[i & 1]);
  }
}

static __attribute__((noinline)) void blend_step_total(blend_t *model) {
  model->total = 0;
  for (uint8_t i = 0; i < 4; i++) {
    model->total += model->sum[i];
  }
}

void blend_run(blend_t *model) {
  blend_step_sum(model);
  BLEND_TRACE(2, model->sum, 4);
  blend_step_total(model);
  BLEND_TRACE(3, &model->total, 2);
}

/* A fixture: two inputs, two outputs, nothing returned. */
#ifndef BLEND_H
#define BLEND_H

#include <stdint.h>

#define BLEND_RAM_BYTES 16

typedef struct {
  int8_t left[4];
  uint8_t right[2];
  int8_t sum[4];
  int16_t total;
  int32_t unused;
} blend_t;

void blend_init(blend_t *model);
int8_t *blend_left(blend_t *model);
uint8_t *blend_right(blend_t *model);
void blend_run(blend_t *model);
const int8_t *blend_sum(const blend_t *model);
const int16_t *blend_total(const blend_t *model);

#endif

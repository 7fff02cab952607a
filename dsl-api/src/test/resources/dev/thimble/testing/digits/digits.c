#include "digits.h"

#include <string.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define DIGITS_FLASH PROGMEM
#define DIGITS_READ(address) ((int8_t) pgm_read_byte(address))
#else
#define DIGITS_FLASH
#define DIGITS_READ(address) (*(address))
#endif
#define DIGITS_NOINLINE __attribute__((noinline))
#ifndef DIGITS_TRACE
#define DIGITS_TRACE(step, data, bytes) ((void) 0)
#endif

/* weights[o][i] = (7 * (16 * o + i) + 3) % 31 - 15 */
#define W(n) (int8_t) ((7 * (n) + 3) % 31 - 15)
#define ROW(o)                                                                                \
  W(16 * o), W(16 * o + 1), W(16 * o + 2), W(16 * o + 3), W(16 * o + 4), W(16 * o + 5),       \
      W(16 * o + 6), W(16 * o + 7), W(16 * o + 8), W(16 * o + 9), W(16 * o + 10),             \
      W(16 * o + 11), W(16 * o + 12), W(16 * o + 13), W(16 * o + 14), W(16 * o + 15)
static const int8_t digits_weights[160] DIGITS_FLASH = {
    ROW(0), ROW(1), ROW(2), ROW(3), ROW(4), ROW(5), ROW(6), ROW(7), ROW(8), ROW(9)};

void digits_init(digits_t *model) {
  memset(model, 0, sizeof *model);
}

int8_t *digits_image(digits_t *model) {
  return model->image;
}

const int8_t *digits_scores(const digits_t *model) {
  return model->scores;
}

static DIGITS_NOINLINE void digits_step_scores(digits_t *model) {
  for (uint8_t o = 0; o < 10; o++) {
    int32_t sum = 0;
    for (uint8_t i = 0; i < 16; i++) {
      sum += (int16_t) DIGITS_READ(&digits_weights[16 * o + i]) * model->image[i];
    }
    sum >>= 7;
    model->scores[o] = (int8_t) (sum < -128 ? -128 : sum > 127 ? 127 : sum);
  }
}

static DIGITS_NOINLINE digits_digit digits_step_digit(const digits_t *model) {
  uint8_t best = 0;
  for (uint8_t i = 1; i < 10; i++) {
    if (model->scores[i] > model->scores[best]) {
      best = i;
    }
  }
  return (digits_digit) best;
}

digits_digit digits_run(digits_t *model) {
  DIGITS_TRACE(0, model->image, sizeof model->image);
  digits_step_scores(model);
  DIGITS_TRACE(1, model->scores, sizeof model->scores);
  digits_digit digit = digits_step_digit(model);
  DIGITS_TRACE(2, &digit, 1);
  return digit;
}

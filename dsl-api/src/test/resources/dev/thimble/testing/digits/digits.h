/* A fixture: dense 16 -> 10 and arg-max, weights in flash. */
#ifndef DIGITS_H
#define DIGITS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DIGITS_RAM_BYTES 26

typedef struct {
  int8_t image[16];
  int8_t scores[10];
} digits_t;

typedef enum { DIGITS_0, DIGITS_1, DIGITS_2, DIGITS_9 = 9 } digits_digit;

void digits_init(digits_t *model);
int8_t *digits_image(digits_t *model);
digits_digit digits_run(digits_t *model);
const int8_t *digits_scores(const digits_t *model);

#ifdef __cplusplus
}
#endif

#endif

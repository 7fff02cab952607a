/* Feeds a model all inputs, one after the other. thimble_model.h names its functions. */
#include "harness.h"

static THIMBLE_MODEL thimble_model;

/* digits_run may return nothing. */
#define RETURNS_VOID __builtin_types_compatible_p(__typeof__(THIMBLE_RUN(&thimble_model)), void)
#define RUN __builtin_choose_expr(RETURNS_VOID, (THIMBLE_CALL(&thimble_model), 0), THIMBLE_CALL(&thimble_model))

#define PUT_IN(accessor, bytes) thimble_input((void *) accessor(&thimble_model), (bytes));
#define TAKE_OUT(accessor, bytes) thimble_output((const void *) accessor(&thimble_model), (bytes));

int main(void) {
  int fresh;
  while ((fresh = thimble_next()) != THIMBLE_NO_MORE) {
    if (fresh) {
      THIMBLE_INIT(&thimble_model);
    }
    THIMBLE_INPUTS(PUT_IN)
    thimble_before();
    long result = (long) RUN;
    thimble_after();
    thimble_result(RETURNS_VOID ? 0 : result);
    THIMBLE_OUTPUTS(TAKE_OUT)
  }
  return 0;
}

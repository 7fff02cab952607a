/* Included before the model's own lines in a trace build; @MACRO@ is the model's. */
#ifndef THIMBLE_TRACE_H
#define THIMBLE_TRACE_H
#include <stddef.h>
#define THIMBLE_TRACING
#ifdef __cplusplus
extern "C"
#endif
void thimble_trace(int step, const void *data, size_t bytes);
#define @MACRO@(step, data, bytes) thimble_trace((step), (data), (bytes))
#endif

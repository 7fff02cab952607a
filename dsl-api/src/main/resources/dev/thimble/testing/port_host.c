/* The harness on a host: plain files, and the wall clock as a hint. */
#define _POSIX_C_SOURCE 199309L
#include "harness.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static FILE *input, *output, *counts, *trace;
static struct timespec started;

static FILE *open_file(const char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (!file) {
    perror(name);
    exit(3);
  }
  return file;
}

static void put(FILE *file, const void *from, size_t bytes) {
  if (fwrite(from, 1, bytes, file) != bytes) {
    perror("write");
    exit(3);
  }
}

static void put_word(FILE *file, uint32_t word) {
  put(file, &word, sizeof word);
}

static void open_all(void) {
  input = open_file("in.bin", "rb");
  output = open_file("out.bin", "wb");
  counts = open_file("counts.txt", "w");
  trace = open_file("trace.bin", "wb");
}

static void close_all(void) {
  if (fclose(output) | fclose(counts) | fclose(trace)) {
    perror("close");
    exit(3);
  }
}

int thimble_next(void) {
  if (!input) {
    open_all();
  }
  int fresh = getc(input);
  if (fresh == EOF) {
    close_all();
    return THIMBLE_NO_MORE;
  }
  put_word(trace, UINT32_MAX);
  put_word(trace, 0);
  return fresh;
}

void thimble_input(void *to, unsigned bytes) {
  if (fread(to, 1, bytes, input) != bytes) {
    fprintf(stderr, "The input ends too early\n");
    exit(3);
  }
}

void thimble_before(void) {
  clock_gettime(CLOCK_MONOTONIC, &started);
}

void thimble_after(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  fprintf(counts, "total %lld\n",
      (now.tv_sec - started.tv_sec) * 1000000000LL + (now.tv_nsec - started.tv_nsec));
}

void thimble_result(long result) {
  put_word(output, (uint32_t) result);
  put_word(output, 0);
}

void thimble_output(const void *from, unsigned bytes) {
  put(output, from, bytes);
}

void thimble_trace(int step, const void *data, size_t bytes) {
  put_word(trace, (uint32_t) step);
  put_word(trace, (uint32_t) bytes);
  put(trace, data, bytes);
}

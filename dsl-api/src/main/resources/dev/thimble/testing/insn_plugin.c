/* A QEMU plugin that counts the instructions that a model's functions execute, what they call included.

   usage: qemu-system-arm -plugin insn_plugin.so,job=job.txt,counts=counts.txt ...

   QEMU runs code in blocks that have one entry and one exit; a block is counted as a whole when it begins. A function is
   entered when its first block follows a call (or a jump from elsewhere: a tail call), and left when the block after
   that call begins. */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what we need of QEMU's plugin interface, whose header Debian does not ship ---- */

#ifndef PLUGIN_API
#define PLUGIN_API 1 /* QEMU 4.2 to 8.2 */
#endif
#define EXPORT __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;
typedef struct qemu_info_t qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { QEMU_PLUGIN_CB_NO_REGS = 0 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, void (*)(unsigned, void *), int flags, void *);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *), void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
#if PLUGIN_API < 3
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
#else
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *, void *, size_t);
#endif

EXPORT int qemu_plugin_version = PLUGIN_API;

/* ---- our own ---- */

enum { MAX_FUNCTIONS = 1024, MAX_DEPTH = 64 };

typedef struct {
  char name[256];
  uint32_t address, size;
  uint64_t calls, min, max, sum;
} function_t;

/* A function of the model that was entered and has not returned. */
typedef struct {
  function_t *function;
  uint64_t start;
  uint64_t caller;
} frame_t;

typedef struct {
  uint64_t start, end;
  size_t instructions;
  bool calls;           /* ends with BL or BLX */
  function_t *function; /* that begins here */
} block_t;

static function_t functions[MAX_FUNCTIONS]; /* the first one is digits_run */
static int function_count;
static unsigned long long limit = UINT64_MAX;
static FILE *counts;
static frame_t frames[MAX_DEPTH];
static int depth;
static uint64_t executed;
static block_t *previous;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  fflush(stderr);
  _Exit(3);
}

static void read_job(const char *file) {
  char line[512];
  FILE *job = fopen(file, "r");
  if (!job) {
    fail("%s cannot be opened", file);
  }
  while (fgets(line, sizeof line, job)) {
    if (sscanf(line, "limit %llu", &limit) == 1) {
      continue;
    }
    if (function_count == MAX_FUNCTIONS) {
      fail("More than %d functions", MAX_FUNCTIONS);
    }
    function_t *function = &functions[function_count++];
    if (sscanf(line, "function %i %i %255s", &function->address, &function->size, function->name) != 3) {
      fail("%s: %s", file, line);
    }
    function->min = UINT64_MAX;
  }
  fclose(job);
}

static function_t *function_at(uint64_t address) {
  for (int i = 0; i < function_count; i++) {
    if (functions[i].address == address) {
      return &functions[i];
    }
  }
  return NULL;
}

/* ---- entering and leaving functions ---- */

static void enter(const block_t *block) {
  function_t *function = block->function;
  bool inside = previous->start - function->address < function->size;
  if ((inside && !previous->calls) || (depth == 0 && function != functions)) {
    return; /* its own loop, or init calls a step */
  }
  if (depth == MAX_DEPTH) {
    fail("%s: more than %d nested functions", function->name, MAX_DEPTH);
  }
  frame_t *frame = &frames[depth];
  frame->function = function;
  frame->start = executed;
  frame->caller = previous->calls || depth == 0 ? previous->end : frames[depth - 1].caller;
  depth++;
}

static void leave(void) {
  frame_t *frame = &frames[--depth];
  function_t *function = frame->function;
  uint64_t count = executed - frame->start;
  function->calls++;
  function->sum += count;
  function->min = count < function->min ? count : function->min;
  function->max = count > function->max ? count : function->max;
  if (depth == 0) {
    fprintf(counts, "total %llu\n", (unsigned long long) count);
  }
}

/* A tail call returns together with its caller: to the same place. */
static void leave_all_that_return_to(uint64_t address) {
  for (int i = 0; i < depth; i++) {
    if (frames[i].caller == address) {
      while (depth > i) {
        leave();
      }
    }
  }
}

static void on_block(unsigned cpu, void *data) {
  (void) cpu;
  block_t *block = data;
  if (depth) {
    leave_all_that_return_to(block->start);
  }
  if (block->function && previous) {
    enter(block);
  }
  if (depth && executed - frames[0].start > limit) {
    fail("%s hangs: no end after %llu instructions, pc 0x%llx in %s", functions[0].name, limit,
        (unsigned long long) block->start, frames[depth - 1].function->name);
  }
  executed += block->instructions;
  previous = block;
}

/* ---- translating blocks ---- */

static bool is_call(const struct qemu_plugin_insn *instruction) {
  uint16_t half[2] = {0, 0};
  size_t size = qemu_plugin_insn_size(instruction);
  if (size > sizeof half) {
    return false;
  }
#if PLUGIN_API < 3
  memcpy(half, qemu_plugin_insn_data(instruction), size);
#else
  qemu_plugin_insn_data(instruction, half, size);
#endif
  bool blx_register = size == 2 && (half[0] & 0xff80) == 0x4780;
  bool bl = size == 4 && (half[0] & 0xf800) == 0xf000 && (half[1] & 0xd000) == 0xd000;
  return blx_register || bl;
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *translated) {
  (void) id;
  block_t *block = malloc(sizeof *block); /* lives as long as QEMU */
  size_t instructions = qemu_plugin_tb_n_insns(translated);
  const struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(translated, instructions - 1);
  block->start = qemu_plugin_tb_vaddr(translated);
  block->end = qemu_plugin_insn_vaddr(last) + qemu_plugin_insn_size(last);
  block->instructions = instructions;
  block->calls = is_call(last);
  block->function = function_at(block->start);
  qemu_plugin_register_vcpu_tb_exec_cb(translated, on_block, QEMU_PLUGIN_CB_NO_REGS, block);
}

static void on_exit_of_qemu(qemu_plugin_id_t id, void *unused) {
  (void) id;
  (void) unused;
  for (int i = 1; i < function_count; i++) {
    const function_t *f = &functions[i];
    if (f->calls) {
      fprintf(counts, "step %s %llu %llu %llu %llu\n", f->name, (unsigned long long) f->calls,
          (unsigned long long) f->min, (unsigned long long) f->max, (unsigned long long) f->sum);
    }
  }
  fclose(counts);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv) {
  (void) info;
  for (int i = 0; i < argc; i++) {
    if (!strncmp(argv[i], "job=", 4)) {
      read_job(argv[i] + 4);
    } else if (!strncmp(argv[i], "counts=", 7)) {
      counts = fopen(argv[i] + 7, "w");
    }
  }
  if (!counts || !function_count) {
    fprintf(stderr, "insn_plugin needs job=FILE and counts=FILE\n");
    return 1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
  qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
  return 0;
}

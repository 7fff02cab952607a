/* Runs the harness's AVR firmware on simavr, one instruction at a time, and measures the model's functions from outside.

   usage: avr_runner FIRMWARE.elf, in a directory with job.txt and in.bin; writes out.bin, trace.bin and counts.txt.
   Ends with 0 after the last input. Anything else is a failure, and stderr says which. */
#include <simavr/sim_avr.h>
#include <simavr/sim_core.h>
#include <simavr/sim_elf.h>
#include <simavr/sim_io.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEXT = 1, INPUT, RESULT, OUTPUT, TRACE };
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
  unsigned sp;
  uint32_t caller;
  uint8_t registers[32];
} frame_t;

/* What job.txt says. */
static char mcu[64];
static unsigned long long clock_hz = 1000000, limit;
static unsigned port, mail, heap;
static function_t functions[MAX_FUNCTIONS]; /* the first one is digits_run */
static int function_count;

static avr_t *avr;
static uint16_t *entry_of; /* by word address: 1 + index of the function that begins there */
static frame_t frames[MAX_DEPTH];
static int depth;
static int command;
static int started;        /* the harness has spoken: the stack pointer is set */
static int sp_in_flux;     /* instructions for which SPH and SPL may not belong together */
static unsigned lowest_sp, stack_bytes;
static uint64_t total, last_command;
static FILE *input, *output, *counts, *trace;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fflush(stdout);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(3);
}

static FILE *open_file(const char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (!file) {
    fail("%s cannot be opened", name);
  }
  return file;
}

/* ---- job.txt: one "key value..." a line ---- */

static void read_function(const char *line) {
  if (function_count == MAX_FUNCTIONS) {
    fail("More than %d functions", MAX_FUNCTIONS);
  }
  function_t *function = &functions[function_count++];
  if (sscanf(line, "function %i %i %255s", &function->address, &function->size, function->name) != 3) {
    fail("job.txt: %s", line);
  }
  function->min = UINT64_MAX;
}

static void read_job(void) {
  char line[512];
  FILE *job = open_file("job.txt", "r");
  while (fgets(line, sizeof line, job)) {
    if (sscanf(line, "mcu %63s", mcu) == 1 || sscanf(line, "clock %llu", &clock_hz) == 1
        || sscanf(line, "limit %llu", &limit) == 1 || sscanf(line, "port %i", &port) == 1
        || sscanf(line, "mail %i", &mail) == 1 || sscanf(line, "heap %i", &heap) == 1) {
      continue;
    }
    read_function(line);
  }
  fclose(job);
}

/* ---- functions ---- */

static const char *place(uint32_t pc) {
  for (int i = function_count - 1; i >= 0; i--) {
    if (pc - functions[i].address < functions[i].size) {
      return functions[i].name;
    }
  }
  return depth ? "a helper of the model" : "the harness";
}

static unsigned stack_pointer(void) {
  return avr->data[R_SPL] | avr->data[R_SPH] << 8;
}

static unsigned word_at(uint32_t pc) {
  return pc + 1 <= avr->flashend ? avr->flash[pc] | avr->flash[pc + 1] << 8 : 0xffff;
}

static uint32_t return_address(unsigned sp) {
  uint32_t address = 0;
  for (int i = 1; i <= avr->address_size; i++) {
    address = address << 8 | avr->data[sp + i];
  }
  return address * 2;
}

static void enter(function_t *function) {
  if (depth == 0 && function != functions) {
    return; /* init calls a step: not an inference */
  }
  if (depth == MAX_DEPTH) {
    fail("%s: more than %d nested functions", function->name, MAX_DEPTH);
  }
  frame_t *frame = &frames[depth++];
  frame->function = function;
  frame->start = avr->cycle;
  frame->sp = stack_pointer();
  frame->caller = return_address(frame->sp);
  memcpy(frame->registers, avr->data, 32);
  if (depth == 1) {
    lowest_sp = frame->sp;
  }
}

static void check_registers(const frame_t *frame) {
  for (int r = 2; r < 30; r++) {
    if ((r < 18 || r >= 28) && avr->data[r] != frame->registers[r]) {
      fail("%s returned with r%d changed from 0x%02x to 0x%02x: a called function must keep r2-r17 and r28-r29",
          frame->function->name, r, frame->registers[r], avr->data[r]);
    }
  }
  if (avr->data[1] != 0) {
    fail("%s returned with r1 = 0x%02x: it must be 0", frame->function->name, avr->data[1]);
  }
}

static void leave(void) {
  frame_t *frame = &frames[--depth];
  function_t *function = frame->function;
  uint64_t cycles = avr->cycle - frame->start;
  if (stack_pointer() != frame->sp + avr->address_size || avr->pc != frame->caller) {
    fail("%s did not return to its caller: pc 0x%x instead of 0x%x, SP 0x%x instead of 0x%x", function->name, avr->pc,
        frame->caller, stack_pointer(), frame->sp + avr->address_size);
  }
  check_registers(frame);
  function->calls++;
  function->sum += cycles;
  function->min = cycles < function->min ? cycles : function->min;
  function->max = cycles > function->max ? cycles : function->max;
  if (depth == 0) {
    total = cycles;
    unsigned used = frame->sp + avr->address_size - lowest_sp;
    stack_bytes = used > stack_bytes ? used : stack_bytes;
  }
}

/* ---- the instruction that just ran ---- */

static int is_call(unsigned opcode) { /* rcall, call, icall, eicall */
  return (opcode & 0xf000) == 0xd000 || (opcode & 0xfe0e) == 0x940e || opcode == 0x9509 || opcode == 0x9519;
}

static int is_return(unsigned opcode) {
  return opcode == 0x9508 || opcode == 0x9518;
}

static int is_out(unsigned opcode, unsigned io) {
  return (opcode & 0xf800) == 0xb800 && ((opcode & 0xf) | (opcode >> 5 & 0x30)) == io;
}

/* A function is entered by a call, or by a jump from another function (a tail call); not by its own loop. */
static void follow_call(uint32_t from, unsigned opcode) {
  int entry = avr->pc <= avr->flashend ? entry_of[avr->pc / 2] : 0;
  if (entry) {
    function_t *function = &functions[entry - 1];
    if (is_call(opcode) || from - function->address >= function->size) {
      enter(function);
    }
  }
}

static void watch_stack(unsigned opcode) {
  /* Compilers move SP in two halves: out SPH, out SREG, out SPL. By hand it may be SPL, SPH. */
  if (is_out(opcode, 0x3e)) {
    sp_in_flux = sp_in_flux ? 0 : 4;
  } else if (is_out(opcode, 0x3d)) {
    sp_in_flux = is_out(word_at(avr->pc), 0x3e) ? 2 : 0;
  }
  if (sp_in_flux > 0 && --sp_in_flux > 0) {
    return;
  }
  unsigned sp = stack_pointer();
  if (started && sp + 1 < heap) {
    fail("The stack overflowed in %s: SP is 0x%x and the variables end at 0x%x", place(avr->pc), sp, heap);
  }
  if (depth && sp < lowest_sp) {
    lowest_sp = sp;
  }
}

static void step(void) {
  uint32_t from = avr->pc;
  unsigned opcode = word_at(from);
  if (opcode == 0xffff) {
    fail("The program ran into empty flash at 0x%x", from);
  }
  avr->run_cycle_count = 1; /* exactly one instruction */
  int state = avr_run(avr);
  if (state == cpu_Done || state == cpu_Crashed) {
    fail("The program crashed in %s at pc 0x%x, SP 0x%x", place(from), from, stack_pointer());
  }
  watch_stack(opcode);
  if (is_return(opcode)) {
    while (depth && stack_pointer() > frames[depth - 1].sp) {
      leave();
    }
  } else {
    follow_call(from, opcode);
  }
}

/* ---- the harness's requests ---- */

static unsigned mail16(int offset) {
  return avr->data[mail + offset] | avr->data[mail + offset + 1] << 8;
}

static void put_word(FILE *file, uint32_t word) {
  uint8_t bytes[4] = {word, word >> 8, word >> 16, word >> 24};
  fwrite(bytes, 1, 4, file);
}

static uint8_t *memory(unsigned address, unsigned bytes) {
  if (address < 0x60 || address + bytes > avr->ramend + 1u) {
    fail("An accessor returned 0x%x, %u bytes: that is not in RAM", address, bytes);
  }
  return avr->data + address;
}

static void finish(void) {
  for (int i = 1; i < function_count; i++) {
    const function_t *f = &functions[i];
    if (f->calls) {
      fprintf(counts, "step %s %llu %llu %llu %llu\n", f->name, (unsigned long long) f->calls,
          (unsigned long long) f->min, (unsigned long long) f->max, (unsigned long long) f->sum);
    }
  }
  if (fclose(output) | fclose(trace) | fclose(counts)) {
    fail("The results could not be written");
  }
  exit(0);
}

static void next(void) {
  int fresh = getc(input);
  if (fresh == EOF) {
    finish();
  }
  memset(avr->data + mail + 4, 0, 4);
  avr->data[mail + 4] = fresh;
  stack_bytes = 0;
  put_word(trace, UINT32_MAX);
  put_word(trace, 0);
}

static void result(void) {
  put_word(output, mail16(4) | (uint32_t) mail16(6) << 16);
  put_word(output, stack_bytes);
  fprintf(counts, "total %llu\n", (unsigned long long) total);
}

static void answer(int request) {
  uint8_t *at = request == NEXT || request == RESULT ? 0 : memory(mail16(0), mail16(2));
  started = 1;
  last_command = avr->cycle;
  switch (request) {
    case NEXT:
      next();
      break;
    case INPUT:
      if (fread(at, 1, mail16(2), input) != mail16(2)) {
        fail("The input ends too early");
      }
      break;
    case RESULT:
      result();
      break;
    case OUTPUT:
      fwrite(at, 1, mail16(2), output);
      fflush(output);
      break;
    case TRACE:
      put_word(trace, mail16(4));
      put_word(trace, mail16(2));
      fwrite(at, 1, mail16(2), trace);
      break;
    default:
      fail("Unknown request %d: has the model written to the port's register?", request);
  }
}

static void on_command(avr_t *from, avr_io_addr_t address, uint8_t value, void *unused) {
  from->data[address] = value;
  command = value;
  (void) unused;
}

static void load(const char *file) {
  static elf_firmware_t firmware;
  if (elf_read_firmware(file, &firmware)) {
    fail("simavr cannot read %s", file);
  }
  avr = avr_make_mcu_by_name(mcu);
  if (!avr) {
    fail("simavr does not know %s", mcu);
  }
  avr_init(avr);
  avr->log = LOG_ERROR;
  firmware.frequency = clock_hz;
  if (firmware.flashsize > avr->flashend + 1) {
    fail("The program has %u bytes and %s %u", firmware.flashsize, mcu, avr->flashend + 1);
  }
  avr_load_firmware(avr, &firmware);
  avr_register_io_write(avr, port, on_command, 0);
  entry_of = calloc(avr->flashend / 2 + 1, sizeof *entry_of);
  for (int i = 0; i < function_count; i++) {
    entry_of[functions[i].address / 2] = 1 + i;
  }
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fail("usage: avr_runner FIRMWARE.elf");
  }
  read_job();
  input = open_file("in.bin", "rb");
  output = open_file("out.bin", "wb");
  trace = open_file("trace.bin", "wb");
  counts = open_file("counts.txt", "w");
  load(argv[1]);
  for (;;) {
    step();
    if (command) {
      int request = command;
      command = 0;
      answer(request);
    }
    if (avr->cycle - last_command > limit) {
      fail("%s hangs: no end after %llu cycles, pc 0x%x in %s", depth ? functions[0].name : "The program", limit,
          avr->pc, place(avr->pc));
    }
  }
}

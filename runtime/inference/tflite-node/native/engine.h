/*
 * One model in one TensorFlow Lite C library that is chosen at run time. Knows nothing of Node:
 * `addon.c` makes a JavaScript interface of it, and the bench measures without one.
 */
#ifndef TFLITE_NODE_ENGINE_H
#define TFLITE_NODE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What went wrong: one of the codes of errors.ts (or XNNPACK_REFUSED), and the library's own words. */
struct failure {
  const char *code;
  char text[1024];
};

/* Not in errors.ts: the caller asks XNNPACK for less, and tries again. */
#define XNNPACK_REFUSED "TFLITE_XNNPACK_REFUSED"

/* Never unloaded, and the same for all who open the same file: so it may be kept without counting. */
struct library;

struct library *library_open(const char *path, struct failure *failure);
const char *library_version(const struct library *library);
bool library_has_xnnpack(const struct library *library);

struct engine_options {
  int32_t threads;
  /* How many inputs one run takes: what the first dimension, 1 in the file, becomes of every tensor. */
  int32_t batch;
  /* 1 takes signed, 2 unsigned 8-bit operators beside float ones; negative: no XNNPACK. */
  int32_t xnnpack_flags;
  /* Path of an external delegate and what it is told; NULL for none. */
  const char *delegate_path;
  char **delegate_keys;
  char **delegate_values;
  size_t delegate_options;
};

struct tensor_info {
  const char *name;
  /* TfLiteType of c_api_types.h, which counts otherwise than the schema of the file. */
  int type;
  int32_t rank;
  float scale;
  int32_t zero_point;
  size_t size_bytes;
};

enum side { INPUT, OUTPUT };

/* Which of the operators somebody else than the library's own kernels computes. */
struct share {
  int32_t operators;
  int32_t by_delegate;
  int32_t by_xnnpack;
};

struct engine;

/* Copies the model. Returns NULL and fills `failure` when any part of it cannot be had as asked. */
struct engine *engine_open(struct library *library, const void *model, size_t size,
                           const struct engine_options *options, struct failure *failure);
void engine_close(struct engine *engine);

struct share engine_share(const struct engine *engine);
int32_t engine_count(const struct engine *engine, enum side side);
struct tensor_info engine_tensor(const struct engine *engine, enum side side, int32_t index);
int32_t engine_dimension(const struct engine *engine, enum side side, int32_t index, int32_t axis);

/* One at a time for one engine, on any thread. `size` must be the tensor's own. */
bool engine_write(struct engine *engine, int32_t index, const void *from, size_t size);
bool engine_invoke(struct engine *engine);
bool engine_read(struct engine *engine, int32_t index, void *to, size_t size);

/* Of the last write, invoke or read that returned false. */
const struct failure *engine_failure(const struct engine *engine);

#endif

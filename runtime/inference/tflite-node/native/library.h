/*
 * TensorFlow Lite's C interface as this package needs it, found in a library that is chosen at run
 * time. Declared here by itself (c_api.h, common.h; stable since 2.2), since no header may tie it to
 * one version of the library. For `library.c` and `engine.c` only.
 */
#ifndef TFLITE_NODE_LIBRARY_H
#define TFLITE_NODE_LIBRARY_H

#include <stdarg.h>

#include "engine.h"

/* TfLiteStatus */
enum { OK = 0, FAILED = 1 };

struct quantization {
  float scale;
  int32_t zero_point;
};

struct int_array {
  int size;
  int data[];
};

/* The first fields of TfLiteContext and TfLiteDelegate; the others are nobody's business here. */
struct context {
  size_t tensors_size;
  int (*GetExecutionPlan)(struct context *, struct int_array **);
};

struct delegate {
  void *data;
  int (*Prepare)(struct context *, struct delegate *);
};

typedef void (*reporter)(void *user_data, const char *format, va_list arguments);

/* Each line: result, name without `TfLite`, arguments. */
#define REQUIRED(F)                                                                \
  F(const char *, Version, (void))                                                 \
  F(void *, ModelCreate, (const void *data, size_t size))                          \
  F(void, ModelDelete, (void *model))                                              \
  F(void *, InterpreterOptionsCreate, (void))                                      \
  F(void, InterpreterOptionsDelete, (void *options))                               \
  F(void, InterpreterOptionsSetNumThreads, (void *options, int32_t threads))       \
  F(void, InterpreterOptionsAddDelegate, (void *options, struct delegate *))       \
  F(void, InterpreterOptionsSetErrorReporter, (void *options, reporter, void *))   \
  F(void *, InterpreterCreate, (const void *model, const void *options))           \
  F(void, InterpreterDelete, (void *interpreter))                                  \
  F(int, InterpreterResizeInputTensor, (void *, int32_t index, const int *, int32_t)) \
  F(int, InterpreterAllocateTensors, (void *interpreter))                          \
  F(int, InterpreterInvoke, (void *interpreter))                                   \
  F(int32_t, InterpreterGetInputTensorCount, (const void *interpreter))            \
  F(int32_t, InterpreterGetOutputTensorCount, (const void *interpreter))           \
  F(void *, InterpreterGetInputTensor, (const void *interpreter, int32_t index))   \
  F(void *, InterpreterGetOutputTensor, (const void *interpreter, int32_t index))  \
  F(const char *, TensorName, (const void *tensor))                                \
  F(int, TensorType, (const void *tensor))                                         \
  F(int32_t, TensorNumDims, (const void *tensor))                                  \
  F(int32_t, TensorDim, (const void *tensor, int32_t axis))                        \
  F(size_t, TensorByteSize, (const void *tensor))                                  \
  F(void *, TensorData, (const void *tensor))                                      \
  F(struct quantization, TensorQuantizationParams, (const void *tensor))

#define OPTIONAL(F)                                                                \
  F(void *, ModelCreateWithErrorReporter, (const void *, size_t, reporter, void *)) \
  F(struct delegate *, XNNPackDelegateCreate, (const void *options))               \
  F(void, XNNPackDelegateDelete, (struct delegate *))

struct library {
  struct library *next;
  void *handle;
#define FIELD(result, name, arguments) result(*name) arguments;
  REQUIRED(FIELD)
  OPTIONAL(FIELD)
};

/* Always false, so that it can be returned. */
bool fail(struct failure *failure, const char *code, const char *format, ...);

/* Adds a sentence to what is said already. */
void append(struct failure *failure, const char *format, va_list arguments);

/* Called by the library, once a sentence, with the failure it belongs to. */
void report(void *failure, const char *format, va_list arguments);

#endif

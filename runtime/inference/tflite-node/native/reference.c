/*
 * What the fastest possible caller takes: the same library and the same model, without JavaScript.
 * Shares no code with the addon that is measured against it.
 *
 *   reference LIBRARY MODEL THREADS
 *
 * Answers each line `N` on standard input with the mean time of N runs in microseconds, each with
 * its input copied in and its output copied out.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void *library;

static void *function(const char *name) {
  void *address = dlsym(library, name);
  if (address == NULL) {
    fprintf(stderr, "no %s\n", name);
    exit(1);
  }
  return address;
}

static void *contents(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) exit(2);
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  void *bytes = aligned_alloc(64, (*size + 63) / 64 * 64);
  if (fread(bytes, 1, *size, file) != *size) exit(2);
  fclose(file);
  return bytes;
}

/* XNNPACK for signed and unsigned 8-bit operators beside float ones. */
static void *xnnpack(int32_t threads) {
  static int32_t options[128];
  void *(*create)(const void *) = function("TfLiteXNNPackDelegateCreate");
  options[0] = threads;
  options[1] = 3;
  return create(options);
}

static void *interpreter_for(const char *path, int32_t threads) {
  void *(*create_model)(const void *, size_t) = function("TfLiteModelCreate");
  void *(*create_options)(void) = function("TfLiteInterpreterOptionsCreate");
  void (*set_threads)(void *, int32_t) = function("TfLiteInterpreterOptionsSetNumThreads");
  void (*add_delegate)(void *, void *) = function("TfLiteInterpreterOptionsAddDelegate");
  void *(*create)(void *, void *) = function("TfLiteInterpreterCreate");
  int (*allocate)(void *) = function("TfLiteInterpreterAllocateTensors");
  size_t size;
  void *bytes = contents(path, &size);
  void *options = create_options();
  set_threads(options, threads);
  add_delegate(options, xnnpack(threads));
  void *interpreter = create(create_model(bytes, size), options);
  if (interpreter == NULL || allocate(interpreter) != 0) exit(3);
  return interpreter;
}

static double now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(int count, char **arguments) {
  if (count != 4 || (library = dlopen(arguments[1], RTLD_NOW)) == NULL) return 2;
  void *interpreter = interpreter_for(arguments[2], atoi(arguments[3]));
  void *(*get_input)(void *, int32_t) = function("TfLiteInterpreterGetInputTensor");
  const void *(*get_output)(void *, int32_t) = function("TfLiteInterpreterGetOutputTensor");
  size_t (*size_of)(const void *) = function("TfLiteTensorByteSize");
  int (*copy_in)(void *, const void *, size_t) = function("TfLiteTensorCopyFromBuffer");
  int (*copy_out)(const void *, void *, size_t) = function("TfLiteTensorCopyToBuffer");
  int (*invoke)(void *) = function("TfLiteInterpreterInvoke");
  size_t input_size = size_of(get_input(interpreter, 0));
  size_t output_size = size_of(get_output(interpreter, 0));
  void *input = calloc(1, input_size), *output = malloc(output_size);
  int runs;
  while (scanf("%d", &runs) == 1) {
    double started_at = now_us();
    for (int run = 0; run < runs; run += 1) {
      copy_in(get_input(interpreter, 0), input, input_size);
      if (invoke(interpreter) != 0) return 3;
      copy_out(get_output(interpreter, 0), output, output_size);
    }
    printf("%.4f\n", (now_us() - started_at) / runs);
    fflush(stdout);
  }
  return 0;
}

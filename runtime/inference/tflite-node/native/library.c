/* Opens a TensorFlow Lite library once, and finds what is needed of it; the words for what goes wrong. */
#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool fail(struct failure *failure, const char *code, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(failure->text, sizeof failure->text, format, arguments);
  va_end(arguments);
  failure->code = code;
  return false;
}

void append(struct failure *failure, const char *format, va_list arguments) {
  size_t used = strlen(failure->text);
  if (used > 0 && used + 1 < sizeof failure->text) failure->text[used++] = ' ';
  vsnprintf(failure->text + used, sizeof failure->text - used, format, arguments);
  for (char *c = failure->text + used; *c != '\0'; c += 1)
    if (*c == '\n') *c = ' ';
}

void report(void *failure, const char *format, va_list arguments) {
  append(failure, format, arguments);
}

static pthread_mutex_t libraries_lock = PTHREAD_MUTEX_INITIALIZER;
static struct library *libraries;

static bool resolve(struct library *library, const char *path, struct failure *failure) {
#define LOOK_UP(result, name, arguments) \
  *(void **)&library->name = dlsym(library->handle, "TfLite" #name);
#define INSIST(result, name, arguments) \
  if (library->name == NULL)            \
    return fail(failure, "TFLITE_LIBRARY_UNUSABLE", "%s has no TfLite%s", path, #name);
  REQUIRED(LOOK_UP)
  OPTIONAL(LOOK_UP)
  REQUIRED(INSIST)
  return true;
}

static struct library *find_or_add(void *handle, const char *path, struct failure *failure) {
  for (struct library *known = libraries; known != NULL; known = known->next)
    if (known->handle == handle) return known;
  struct library *library = calloc(1, sizeof *library);
  if (library == NULL) abort();
  library->handle = handle;
  if (!resolve(library, path, failure)) {
    free(library);
    return NULL;
  }
  library->next = libraries;
  return libraries = library;
}

/* Thread pools and per-thread state make unloading such libraries unsafe, hence RTLD_NODELETE. */
struct library *library_open(const char *path, struct failure *failure) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == NULL) {
    fail(failure, "TFLITE_LIBRARY_UNUSABLE", "%s", dlerror());
    return NULL;
  }
  pthread_mutex_lock(&libraries_lock);
  struct library *library = find_or_add(handle, path, failure);
  pthread_mutex_unlock(&libraries_lock);
  return library;
}

const char *library_version(const struct library *library) { return library->Version(); }

bool library_has_xnnpack(const struct library *library) {
  return library->XNNPackDelegateCreate != NULL && library->XNNPackDelegateDelete != NULL;
}

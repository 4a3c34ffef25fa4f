/* One model: the interpreter, its delegates, what goes in and out. */
#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A delegate, and how many operators were there before it and remain after it. */
struct attached {
  struct delegate *delegate;
  void (*destroy)(struct delegate *);
  int (*prepare)(struct context *, struct delegate *);
  bool has_failed;
  int32_t before;
  int32_t after;
};

enum { EXTERNAL, XNNPACK, DELEGATES };

struct engine {
  struct library *library;
  void *model_bytes;
  void *model;
  void *interpreter;
  struct attached delegates[DELEGATES];
  struct failure failure;
};

/* ---- delegates ---- */

/* What the delegates' callbacks belong to: opening a model stays on one thread from start to end. */
static _Thread_local struct engine *opening;

static int32_t remaining(const struct int_array *plan, int last) {
  int32_t count = 0;
  for (int i = 0; i < plan->size; i += 1) count += plan->data[i] <= last;
  return count;
}

/* NULL for one that copied itself with our function in it, which nothing here can prepare. */
static struct attached *watched(const struct delegate *delegate) {
  for (int i = 0; i < DELEGATES; i += 1)
    if (opening->delegates[i].delegate == delegate) return &opening->delegates[i];
  return NULL;
}

/*
 * Stands before each delegate's own Prepare, to see whether it was this delegate that failed, and
 * what it took: its nodes come after all others, and those they replace leave the plan.
 */
static int watched_prepare(struct context *context, struct delegate *delegate) {
  struct attached *attached = watched(delegate);
  if (attached == NULL) return FAILED;
  struct int_array *plan;
  if (context->GetExecutionPlan(context, &plan) != OK) return attached->prepare(context, delegate);
  int last = -1;
  for (int i = 0; i < plan->size; i += 1)
    if (plan->data[i] > last) last = plan->data[i];
  attached->before += plan->size;
  int status = attached->prepare(context, delegate);
  attached->has_failed |= status != OK;
  if (context->GetExecutionPlan(context, &plan) == OK) attached->after += remaining(plan, last);
  return status;
}

static void watch(struct attached *attached) {
  if (attached->delegate == NULL || attached->delegate->Prepare == NULL) return;
  attached->prepare = attached->delegate->Prepare;
  attached->delegate->Prepare = watched_prepare;
}

static void unwatch(struct attached *attached) {
  if (attached->prepare != NULL) attached->delegate->Prepare = attached->prepare;
}

static void add_line(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  append(&opening->failure, format, arguments);
  va_end(arguments);
}

/* A plug-in says by this why it has no delegate; it passes no user data. */
static void report_plugin(const char *text) {
  if (opening != NULL) add_line("%s", text);
}

/* The two functions of every external delegate: delegates/external/external_delegate.h. */
static bool attach_external(struct engine *engine, const struct engine_options *options) {
  struct failure *failure = &engine->failure;
  struct attached *attached = &engine->delegates[EXTERNAL];
  void *plugin = dlopen(options->delegate_path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (plugin == NULL) return fail(failure, "TFLITE_DELEGATE_UNUSABLE", "%s", dlerror());
  struct delegate *(*create)(char **, char **, size_t, void (*)(const char *));
  *(void **)&create = dlsym(plugin, "tflite_plugin_create_delegate");
  *(void **)&attached->destroy = dlsym(plugin, "tflite_plugin_destroy_delegate");
  if (create == NULL || attached->destroy == NULL)
    return fail(failure, "TFLITE_DELEGATE_UNUSABLE", "%s is no external delegate: it has no tflite_plugin_create_delegate",
                options->delegate_path);
  attached->delegate = create(options->delegate_keys, options->delegate_values,
                              options->delegate_options, report_plugin);
  if (attached->delegate != NULL) return true;
  failure->code = "TFLITE_DELEGATE_UNUSABLE";
  if (failure->text[0] == '\0') add_line("it gave no delegate, and no reason");
  return false;
}

/*
 * XNNPACK greets on standard error, once, and nothing turns that off; there, only the host's log has
 * a place. Only what C writes by stdio is meant, and nobody else does that in a Node process.
 */
static struct delegate *create_quietly(const struct library *library, const void *options) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static FILE *nowhere; /* never closed: another thread may have seen it */
  pthread_mutex_lock(&lock);
  if (nowhere == NULL) nowhere = fopen("/dev/null", "we");
  FILE *usual = stderr;
  if (nowhere != NULL) stderr = nowhere;
  struct delegate *delegate = library->XNNPackDelegateCreate(options);
  stderr = usual;
  pthread_mutex_unlock(&lock);
  return delegate;
}

/*
 * The options grow from version to version, and TfLiteXNNPackDelegateOptionsDefault returns them by
 * value: a zeroed block larger than all of them, with the two first fields set, serves every version.
 */
static bool attach_xnnpack(struct engine *engine, const struct engine_options *options) {
  struct library *library = engine->library;
  if (!library_has_xnnpack(library))
    return fail(&engine->failure, XNNPACK_REFUSED, "the library was built without it");
  union {
    struct {
      int32_t threads;
      uint32_t flags;
    } first;
    char room[512];
  } block = {.room = {0}};
  block.first.threads = options->threads;
  block.first.flags = (uint32_t)options->xnnpack_flags;
  struct attached *attached = &engine->delegates[XNNPACK];
  attached->destroy = library->XNNPackDelegateDelete;
  attached->delegate = create_quietly(library, &block);
  return attached->delegate != NULL ||
         fail(&engine->failure, XNNPACK_REFUSED, "it cannot be set up on this machine");
}

/* ---- the engine ---- */

static bool create_model(struct engine *engine, const void *model, size_t size) {
  struct library *library = engine->library;
  /* A copy: JavaScript could change its own while the model runs. 64: a line of the cache. */
  if (posix_memalign(&engine->model_bytes, 64, size) != 0)
    return fail(&engine->failure, "TFLITE_NOT_SUPPORTED", "no memory for %zu bytes", size);
  memcpy(engine->model_bytes, model, size);
  engine->model = library->ModelCreateWithErrorReporter != NULL
                      ? library->ModelCreateWithErrorReporter(engine->model_bytes, size, report, &engine->failure)
                      : library->ModelCreate(engine->model_bytes, size);
  if (engine->model != NULL) return true;
  if (engine->failure.text[0] == '\0') add_line("the library takes it for no model");
  engine->failure.code = "TFLITE_NOT_A_MODEL";
  return false;
}

enum { MAX_RANK = 8 };

/* False, and the words for it, where an input is no one of many. */
static bool enlarge_input(struct engine *engine, int32_t index, int32_t batch) {
  int dimensions[MAX_RANK];
  int32_t rank = engine_tensor(engine, INPUT, index).rank;
  for (int32_t axis = 0; axis < rank && axis < MAX_RANK; axis += 1)
    dimensions[axis] = engine_dimension(engine, INPUT, index, axis);
  if (rank < 1 || rank > MAX_RANK || dimensions[0] != 1)
    return fail(&engine->failure, NULL, "input %d does not begin with a dimension of 1", index);
  dimensions[0] = batch;
  return engine->library->InterpreterResizeInputTensor(engine->interpreter, index, dimensions, rank) == OK;
}

/* The delegates are prepared anew for the other shapes, so what was counted counts no more. */
static bool enlarge(struct engine *engine, int32_t batch) {
  for (int32_t index = 0; index < engine_count(engine, INPUT); index += 1)
    if (!enlarge_input(engine, index, batch)) return false;
  for (int i = 0; i < DELEGATES; i += 1)
    engine->delegates[i].before = engine->delegates[i].after = 0;
  return true;
}

/* A model that has its own size written into it somewhere takes the larger input and gives one output. */
static bool is_enlarged(struct engine *engine, int32_t batch) {
  for (int32_t index = 0; index < engine_count(engine, OUTPUT); index += 1)
    if (engine_tensor(engine, OUTPUT, index).rank < 1 || engine_dimension(engine, OUTPUT, index, 0) != batch)
      return fail(&engine->failure, NULL, "output %d stays as it is", index);
  return true;
}

static bool allocate(struct engine *engine, int32_t batch) {
  struct library *library = engine->library;
  if (batch == 1) return library->InterpreterAllocateTensors(engine->interpreter) == OK;
  return enlarge(engine, batch) && library->InterpreterAllocateTensors(engine->interpreter) == OK &&
         is_enlarged(engine, batch);
}

static bool create_interpreter(struct engine *engine, int32_t threads, int32_t batch) {
  struct library *library = engine->library;
  void *options = library->InterpreterOptionsCreate();
  library->InterpreterOptionsSetNumThreads(options, threads);
  library->InterpreterOptionsSetErrorReporter(options, report, &engine->failure);
  for (int i = 0; i < DELEGATES; i += 1) {
    struct attached *attached = &engine->delegates[i];
    if (attached->delegate != NULL)
      library->InterpreterOptionsAddDelegate(options, attached->delegate);
    watch(attached);
  }
  engine->interpreter = library->InterpreterCreate(engine->model, options);
  library->InterpreterOptionsDelete(options);
  bool is_ready = engine->interpreter != NULL && allocate(engine, batch);
  for (int i = 0; i < DELEGATES; i += 1) unwatch(&engine->delegates[i]);
  if (is_ready) return true;
  engine->failure.code = engine->delegates[EXTERNAL].has_failed  ? "TFLITE_DELEGATE_UNUSABLE"
                         : engine->delegates[XNNPACK].has_failed ? XNNPACK_REFUSED
                                                                 : "TFLITE_NOT_SUPPORTED";
  return false;
}

static bool set_up(struct engine *engine, const void *model, size_t size,
                   const struct engine_options *options) {
  return create_model(engine, model, size) &&
         (options->delegate_path == NULL || attach_external(engine, options)) &&
         (options->xnnpack_flags < 0 || attach_xnnpack(engine, options)) &&
         create_interpreter(engine, options->threads, options->batch);
}

struct engine *engine_open(struct library *library, const void *model, size_t size,
                           const struct engine_options *options, struct failure *failure) {
  struct engine *engine = calloc(1, sizeof *engine);
  if (engine == NULL) abort();
  engine->library = library;
  opening = engine;
  bool is_open = set_up(engine, model, size, options);
  opening = NULL;
  if (is_open) return engine;
  *failure = engine->failure;
  engine_close(engine);
  return NULL;
}

/* The interpreter still uses its delegates and they the model, so this order and no other. */
void engine_close(struct engine *engine) {
  struct library *library = engine->library;
  if (engine->interpreter != NULL) library->InterpreterDelete(engine->interpreter);
  for (int i = DELEGATES - 1; i >= 0; i -= 1) {
    struct attached *attached = &engine->delegates[i];
    if (attached->delegate != NULL) attached->destroy(attached->delegate);
  }
  if (engine->model != NULL) library->ModelDelete(engine->model);
  free(engine->model_bytes);
  free(engine);
}

/* A delegate that was not watched (newer libraries call it in another way) is taken at its word. */
static int32_t taken(const struct attached *attached) {
  if (attached->delegate == NULL) return 0;
  return attached->before == 0 ? -1 : attached->before - attached->after;
}

struct share engine_share(const struct engine *engine) {
  const struct attached *external = &engine->delegates[EXTERNAL];
  const struct attached *xnnpack = &engine->delegates[XNNPACK];
  return (struct share){
      .operators = external->before > 0 ? external->before : xnnpack->before,
      .by_delegate = taken(external),
      .by_xnnpack = taken(xnnpack),
  };
}

static void *tensor(const struct engine *engine, enum side side, int32_t index) {
  const struct library *library = engine->library;
  return side == INPUT ? library->InterpreterGetInputTensor(engine->interpreter, index)
                       : library->InterpreterGetOutputTensor(engine->interpreter, index);
}

int32_t engine_count(const struct engine *engine, enum side side) {
  const struct library *library = engine->library;
  return side == INPUT ? library->InterpreterGetInputTensorCount(engine->interpreter)
                       : library->InterpreterGetOutputTensorCount(engine->interpreter);
}

struct tensor_info engine_tensor(const struct engine *engine, enum side side, int32_t index) {
  const struct library *library = engine->library;
  const void *it = tensor(engine, side, index);
  struct quantization quantization = library->TensorQuantizationParams(it);
  const char *name = library->TensorName(it);
  return (struct tensor_info){
      .name = name == NULL ? "" : name,
      .type = library->TensorType(it),
      .rank = library->TensorNumDims(it),
      .scale = quantization.scale,
      .zero_point = quantization.zero_point,
      .size_bytes = library->TensorByteSize(it),
  };
}

int32_t engine_dimension(const struct engine *engine, enum side side, int32_t index, int32_t axis) {
  return engine->library->TensorDim(tensor(engine, side, index), axis);
}

/* Where the bytes of a tensor are, or NULL when `size` is not how many there are. */
static void *bytes_of(struct engine *engine, enum side side, int32_t index, size_t size) {
  const struct library *library = engine->library;
  const void *it = tensor(engine, side, index);
  void *bytes = library->TensorData(it);
  size_t expected = library->TensorByteSize(it);
  if (bytes != NULL && size == expected) return bytes;
  fail(&engine->failure, side == INPUT ? "TFLITE_BAD_INPUT" : "TFLITE_NOT_SUPPORTED",
       "%s %d has %zu bytes, not %zu", side == INPUT ? "input" : "output", index,
       bytes == NULL ? 0 : expected, size);
  return NULL;
}

bool engine_write(struct engine *engine, int32_t index, const void *from, size_t size) {
  void *bytes = bytes_of(engine, INPUT, index, size);
  if (bytes != NULL) memcpy(bytes, from, size);
  return bytes != NULL;
}

bool engine_read(struct engine *engine, int32_t index, void *to, size_t size) {
  const void *bytes = bytes_of(engine, OUTPUT, index, size);
  if (bytes != NULL) memcpy(to, bytes, size);
  return bytes != NULL;
}

bool engine_invoke(struct engine *engine) {
  engine->failure.text[0] = '\0';
  if (engine->library->InterpreterInvoke(engine->interpreter) == OK) return true;
  engine->failure.code = "TFLITE_RUN_FAILED";
  return false;
}

const struct failure *engine_failure(const struct engine *engine) { return &engine->failure; }

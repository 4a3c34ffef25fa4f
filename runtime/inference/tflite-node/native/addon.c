/*
 * What JavaScript sees of `engine.c`; `addon.ts` has the types and says what each function does.
 * Node-API 8, so that one binary serves Node 20 and all that come after it, and no global state, so
 * that it serves worker threads. Every error carries one of the codes of errors.ts.
 */
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

#define MAX_DELEGATE_OPTIONS 64

/* On one side of a model; real ones have a handful. */
#define MAX_TENSORS 32

/* An external value says what it is, so that one kind cannot be passed for the other. */
enum { LIBRARY_MARK = 0x4c696221, SESSION_MARK = 0x53657321 };

struct library_handle {
  uint32_t mark;
  struct library *library;
};

/* Used by the thread of its JavaScript only; a run in the pool touches nothing but the engine. */
struct session {
  uint32_t mark;
  struct engine *engine; /* NULL once it is closed */
  uint32_t counts[2];
  bool is_running;
  bool is_collected;
  bool has_succeeded;
  napi_async_work work;
  napi_deferred deferred;
};

/* ---- from and to JavaScript ---- */

static napi_value throw_code(napi_env env, const char *code, const char *text) {
  napi_throw_error(env, code, text);
  return NULL;
}

static napi_value throw_failure(napi_env env, const struct failure *failure) {
  return throw_code(env, failure->code, failure->text);
}

static bool arguments(napi_env env, napi_callback_info info, size_t wanted, napi_value *values) {
  size_t count = wanted;
  napi_get_cb_info(env, info, &count, values, NULL, NULL);
  if (count >= wanted) return true;
  napi_throw_type_error(env, NULL, "too few arguments");
  return false;
}

/* What is behind an external value of that mark; NULL, with an exception, when it is none. */
static void *unwrap(napi_env env, napi_value value, uint32_t mark) {
  void *data = NULL;
  napi_get_value_external(env, value, &data);
  if (data != NULL && *(uint32_t *)data == mark) return data;
  napi_throw_type_error(env, NULL, "not the handle that was expected");
  return NULL;
}

static struct session *open_session_of(napi_env env, napi_value value) {
  struct session *session = unwrap(env, value, SESSION_MARK);
  if (session == NULL) return NULL;
  if (session->engine != NULL && !session->is_running) return session;
  if (session->is_running) throw_code(env, "TFLITE_BUSY", "the model is running");
  else throw_code(env, "TFLITE_CLOSED", "the model is closed");
  return NULL;
}

/* NULL for anything but text. The caller frees it. */
static char *text_of(napi_env env, napi_value value) {
  size_t length;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok) return NULL;
  char *text = malloc(length + 1);
  if (text == NULL) abort();
  napi_get_value_string_utf8(env, value, text, length + 1, &length);
  return text;
}

static bool bytes_of(napi_env env, napi_value value, void **bytes, size_t *size) {
  static const size_t element[] = {
      [napi_int8_array] = 1,    [napi_uint8_array] = 1,    [napi_uint8_clamped_array] = 1,
      [napi_int16_array] = 2,   [napi_uint16_array] = 2,   [napi_int32_array] = 4,
      [napi_uint32_array] = 4,  [napi_float32_array] = 4,  [napi_float64_array] = 8,
      [napi_bigint64_array] = 8, [napi_biguint64_array] = 8,
  };
  napi_typedarray_type type;
  size_t length;
  if (napi_get_typedarray_info(env, value, &type, &length, bytes, NULL, NULL) != napi_ok ||
      (size_t)type >= sizeof element / sizeof *element) {
    throw_code(env, "TFLITE_BAD_INPUT", "not a typed array");
    return false;
  }
  *size = length * element[type];
  return true;
}

static void set_number(napi_env env, napi_value object, const char *name, double number) {
  napi_value value;
  napi_create_double(env, number, &value);
  napi_set_named_property(env, object, name, value);
}

static void set_text(napi_env env, napi_value object, const char *name, const char *text) {
  napi_value value;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  napi_set_named_property(env, object, name, value);
}

/* ---- libraries ---- */

static void free_library_handle(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(data);
}

static napi_value open_library(napi_env env, napi_callback_info info) {
  napi_value path_value, result;
  if (!arguments(env, info, 1, &path_value)) return NULL;
  char *path = text_of(env, path_value);
  if (path == NULL) return throw_code(env, "TFLITE_LIBRARY_UNUSABLE", "its path is no text");
  struct failure failure = {0};
  struct library *library = library_open(path, &failure);
  free(path);
  if (library == NULL) return throw_failure(env, &failure);
  struct library_handle *handle = malloc(sizeof *handle);
  if (handle == NULL) abort();
  *handle = (struct library_handle){LIBRARY_MARK, library};
  napi_create_external(env, handle, free_library_handle, NULL, &result);
  return result;
}

static napi_value describe_library(napi_env env, napi_callback_info info) {
  napi_value value, result, has_xnnpack;
  if (!arguments(env, info, 1, &value)) return NULL;
  struct library_handle *handle = unwrap(env, value, LIBRARY_MARK);
  if (handle == NULL) return NULL;
  napi_create_object(env, &result);
  set_text(env, result, "version", library_version(handle->library));
  napi_get_boolean(env, library_has_xnnpack(handle->library), &has_xnnpack);
  napi_set_named_property(env, result, "hasXnnpack", has_xnnpack);
  return result;
}

/* ---- opening and closing ---- */

static void free_session(struct session *session) {
  if (session->engine != NULL) engine_close(session->engine);
  free(session);
}

/* The garbage collector, or the end of the thread. A run that is under way frees it afterwards. */
static void collect_session(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  struct session *session = data;
  if (session->is_running) session->is_collected = true;
  else free_session(session);
}

/* Fills `texts` from an array of keys and values in turn. Returns how many there are. */
static size_t read_texts(napi_env env, napi_value array, char **texts) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  if (length > MAX_DELEGATE_OPTIONS * 2) length = MAX_DELEGATE_OPTIONS * 2;
  for (uint32_t i = 0; i < length; i += 1) {
    napi_value value;
    napi_get_element(env, array, i, &value);
    char *text = text_of(env, value);
    texts[i] = text == NULL ? calloc(1, 1) : text;
  }
  return length;
}

static struct engine *open_engine(napi_env env, napi_value *values, struct failure *failure) {
  struct library_handle *handle = unwrap(env, values[0], LIBRARY_MARK);
  void *model;
  size_t size;
  if (handle == NULL || !bytes_of(env, values[1], &model, &size)) return NULL;
  char *texts[MAX_DELEGATE_OPTIONS * 2], *keys[MAX_DELEGATE_OPTIONS], *entries[MAX_DELEGATE_OPTIONS];
  size_t count = read_texts(env, values[5], texts);
  for (size_t i = 0; i < count; i += 1) (i % 2 == 0 ? keys : entries)[i / 2] = texts[i];
  struct engine_options options = {
      .threads = 1,
      .batch = 1,
      .xnnpack_flags = -1,
      .delegate_path = text_of(env, values[4]),
      .delegate_keys = keys,
      .delegate_values = entries,
      .delegate_options = count / 2,
  };
  napi_get_value_int32(env, values[2], &options.threads);
  napi_get_value_int32(env, values[3], &options.xnnpack_flags);
  napi_get_value_int32(env, values[6], &options.batch);
  struct engine *engine = engine_open(handle->library, model, size, &options, failure);
  for (size_t i = 0; i < count; i += 1) free(texts[i]);
  free((char *)options.delegate_path);
  return engine;
}

static napi_value open_session(napi_env env, napi_callback_info info) {
  napi_value values[7], result;
  struct failure failure = {0};
  if (!arguments(env, info, 7, values)) return NULL;
  struct engine *engine = open_engine(env, values, &failure);
  if (engine == NULL) return failure.code == NULL ? NULL : throw_failure(env, &failure);
  struct session *session = calloc(1, sizeof *session);
  if (session == NULL) abort();
  session->mark = SESSION_MARK;
  session->engine = engine;
  for (int side = INPUT; side <= OUTPUT; side += 1)
    session->counts[side] = (uint32_t)engine_count(engine, side);
  napi_create_external(env, session, collect_session, NULL, &result);
  if (session->counts[INPUT] > MAX_TENSORS || session->counts[OUTPUT] > MAX_TENSORS)
    return throw_code(env, "TFLITE_NOT_SUPPORTED", "the model has more than 32 inputs or outputs");
  return result;
}

static napi_value close_session(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!arguments(env, info, 1, &value)) return NULL;
  struct session *session = open_session_of(env, value);
  if (session == NULL) return NULL;
  engine_close(session->engine);
  session->engine = NULL;
  return NULL;
}

static napi_value describe_tensor(napi_env env, const struct engine *engine, enum side side, int32_t index) {
  napi_value result, shape, dimension;
  struct tensor_info tensor = engine_tensor(engine, side, index);
  napi_create_object(env, &result);
  set_text(env, result, "name", tensor.name);
  set_number(env, result, "type", tensor.type);
  set_number(env, result, "scale", tensor.scale);
  set_number(env, result, "zeroPoint", tensor.zero_point);
  set_number(env, result, "sizeBytes", (double)tensor.size_bytes);
  napi_create_array(env, &shape);
  for (int32_t axis = 0; axis < tensor.rank; axis += 1) {
    napi_create_int32(env, engine_dimension(engine, side, index, axis), &dimension);
    napi_set_element(env, shape, (uint32_t)axis, dimension);
  }
  napi_set_named_property(env, result, "shape", shape);
  return result;
}

static napi_value describe_session(napi_env env, napi_callback_info info) {
  static const char *const names[] = {"inputs", "outputs"};
  napi_value value, result, list;
  if (!arguments(env, info, 1, &value)) return NULL;
  struct session *session = open_session_of(env, value);
  if (session == NULL) return NULL;
  napi_create_object(env, &result);
  for (int side = INPUT; side <= OUTPUT; side += 1) {
    napi_create_array(env, &list);
    for (uint32_t i = 0; i < session->counts[side]; i += 1)
      napi_set_element(env, list, i, describe_tensor(env, session->engine, side, (int32_t)i));
    napi_set_named_property(env, result, names[side], list);
  }
  struct share share = engine_share(session->engine);
  set_number(env, result, "operators", share.operators);
  set_number(env, result, "byDelegate", share.by_delegate);
  set_number(env, result, "byXnnpack", share.by_xnnpack);
  return result;
}

/* ---- running ---- */

static bool copy_one(struct engine *engine, enum side side, uint32_t index, void *bytes, size_t size) {
  return side == INPUT ? engine_write(engine, (int32_t)index, bytes, size)
                       : engine_read(engine, (int32_t)index, bytes, size);
}

/* Between typed arrays and all tensors of one side; false with an exception. */
static bool copy(napi_env env, struct session *session, enum side side, const napi_value *arrays) {
  for (uint32_t i = 0; i < session->counts[side]; i += 1) {
    void *bytes;
    size_t size;
    if (!bytes_of(env, arrays[i], &bytes, &size)) return false;
    if (!copy_one(session->engine, side, i, bytes, size)) {
      throw_failure(env, engine_failure(session->engine));
      return false;
    }
  }
  return true;
}

/*
 * The session of a call and, in `values[1]` and on, one array for each tensor of the `sides`: as
 * arguments and not in a JavaScript array, to look into which takes as long as a small model.
 */
static struct session *session_with(napi_env env, napi_callback_info info, napi_value *values, unsigned sides) {
  size_t count = 1 + 2 * MAX_TENSORS;
  napi_get_cb_info(env, info, &count, values, NULL, NULL);
  struct session *session = open_session_of(env, values[0]);
  if (session == NULL) return NULL;
  size_t wanted = 1;
  for (int side = INPUT; side <= OUTPUT; side += 1)
    if (sides & 1u << side) wanted += session->counts[side];
  if (count == wanted) return session;
  throw_code(env, "TFLITE_BAD_INPUT", "not one array for each tensor");
  return NULL;
}

static napi_value run(napi_env env, napi_callback_info info) {
  napi_value values[1 + 2 * MAX_TENSORS];
  struct session *session = session_with(env, info, values, 1u << INPUT | 1u << OUTPUT);
  if (session == NULL || !copy(env, session, INPUT, values + 1)) return NULL;
  if (!engine_invoke(session->engine)) return throw_failure(env, engine_failure(session->engine));
  copy(env, session, OUTPUT, values + 1 + session->counts[INPUT]);
  return NULL;
}

/* In the thread pool of libuv. */
static void invoke_in_pool(napi_env env, void *data) {
  (void)env;
  struct session *session = data;
  session->has_succeeded = engine_invoke(session->engine);
}

static void settle(napi_env env, struct session *session) {
  napi_value code, text, error;
  if (session->has_succeeded) {
    napi_get_undefined(env, &error);
    napi_resolve_deferred(env, session->deferred, error);
    return;
  }
  const struct failure *failure = engine_failure(session->engine);
  napi_create_string_utf8(env, failure->code, NAPI_AUTO_LENGTH, &code);
  napi_create_string_utf8(env, failure->text, NAPI_AUTO_LENGTH, &text);
  napi_create_error(env, code, text, &error);
  napi_reject_deferred(env, session->deferred, error);
}

/* Back in the thread of the JavaScript; also when that thread ends, and nobody hears of it any more. */
static void after_invoke(napi_env env, napi_status status, void *data) {
  struct session *session = data;
  session->is_running = false;
  napi_delete_async_work(env, session->work);
  if (status == napi_ok) settle(env, session);
  if (session->is_collected) free_session(session);
}

static napi_value start(napi_env env, napi_callback_info info) {
  napi_value values[1 + 2 * MAX_TENSORS], promise, name;
  struct session *session = session_with(env, info, values, 1u << INPUT);
  if (session == NULL || !copy(env, session, INPUT, values + 1)) return NULL;
  napi_create_string_utf8(env, "tflite-node", NAPI_AUTO_LENGTH, &name);
  napi_create_promise(env, &session->deferred, &promise);
  napi_create_async_work(env, NULL, name, invoke_in_pool, after_invoke, session, &session->work);
  session->is_running = true;
  napi_queue_async_work(env, session->work);
  return promise;
}

static napi_value read(napi_env env, napi_callback_info info) {
  napi_value values[1 + 2 * MAX_TENSORS];
  struct session *session = session_with(env, info, values, 1u << OUTPUT);
  if (session != NULL) copy(env, session, OUTPUT, values + 1);
  return NULL;
}

NAPI_MODULE_INIT() {
  static const struct {
    const char *name;
    napi_callback function;
  } functions[] = {
      {"openLibrary", open_library}, {"describeLibrary", describe_library},
      {"openSession", open_session}, {"describeSession", describe_session},
      {"closeSession", close_session}, {"run", run}, {"start", start}, {"read", read},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i += 1) {
    napi_value function;
    napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].function, NULL, &function);
    napi_set_named_property(env, exports, functions[i].name, function);
  }
  return exports;
}

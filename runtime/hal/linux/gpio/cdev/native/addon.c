/*
 * What JavaScript sees of `lines.c` and `watch.c`; `../addon.ts` has the types and says what each
 * function does. Node-API 8, so that one binary serves Node 20 and all that come after it, and no
 * global state, so that it serves worker threads. Every error carries the name of its errno as code.
 */
#define NAPI_VERSION 8
#include <errno.h>
#include <fcntl.h>
#include <node_api.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lines.h"
#include "notify.h"
#include "watch.h"

#define MAX_TEXT 256

/* An edge as JavaScript is told it. GONE: the chip of the line is no more. */
enum { GONE = 0, RISING = 1, FALLING = 2 };

struct request {
  struct request *next;
  uint32_t number; /* from 1 */
  uint32_t count;
  int lines; /* the descriptor */
  napi_ref listener; /* NULL while nobody watches */
};

/* One for each thread of JavaScript, and used by it alone. */
struct state {
  struct request *requests;
  uint32_t last_number;
  uint32_t watched;
  struct watch *watch; /* NULL until the first line is watched */
  napi_threadsafe_function deliver;
};

/* ---- from and to JavaScript ---- */

static const char *name_of(int number) {
  switch (number) {
    case EACCES: return "EACCES";
    case EBUSY: return "EBUSY";
    case EINVAL: return "EINVAL";
    case ENODEV: return "ENODEV";
    case ENOENT: return "ENOENT";
    case ENOTTY: return "ENOTTY";
    case ENXIO: return "ENXIO";
    case EOPNOTSUPP: return "EOPNOTSUPP";
    case EPERM: return "EPERM";
    case ESHUTDOWN: return "ESHUTDOWN";
    default: return "EIO";
  }
}

static napi_value throw_errno(napi_env env, const char *what) {
  char text[MAX_TEXT];
  const char *code = name_of(errno);
  snprintf(text, sizeof text, "%s: %s", what, strerror(errno));
  napi_throw_error(env, code, text);
  return NULL;
}

static bool arguments(napi_env env, napi_callback_info info, size_t wanted, napi_value *values) {
  size_t count = wanted;
  napi_get_cb_info(env, info, &count, values, NULL, NULL);
  if (count >= wanted) return true;
  napi_throw_type_error(env, NULL, "too few arguments");
  return false;
}

static struct state *state_of(napi_env env) {
  void *state = NULL;
  napi_get_instance_data(env, &state);
  return state;
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

static uint32_t number_of(napi_env env, napi_value value) {
  uint32_t number = 0;
  napi_get_value_uint32(env, value, &number);
  return number;
}

static uint64_t bits_of(napi_env env, napi_value value) {
  uint64_t bits = 0;
  bool is_whole;
  napi_get_value_bigint_uint64(env, value, &bits, &is_whole);
  return bits;
}

/* -1, with an exception, when it cannot be opened. */
static int open_chip(napi_env env, napi_value path) {
  char text[MAX_TEXT] = "";
  size_t length;
  napi_get_value_string_utf8(env, path, text, sizeof text, &length);
  int chip = open(text, O_RDWR | O_CLOEXEC);
  if (chip < 0) throw_errno(env, text);
  return chip;
}

/* ---- chips ---- */

static napi_value describe_line(napi_env env, const struct gpio_v2_line_info *info) {
  napi_value line;
  napi_create_object(env, &line);
  set_number(env, line, "offset", info->offset);
  set_text(env, line, "name", info->name);
  set_text(env, line, "consumer", info->consumer);
  set_number(env, line, "flags", (double)info->flags);
  return line;
}

static napi_value describe_chip(napi_env env, napi_callback_info info) {
  napi_value path, result, lines;
  if (!arguments(env, info, 1, &path)) return NULL;
  int chip = open_chip(env, path);
  if (chip < 0) return NULL;
  struct gpiochip_info about;
  int count = chip_info(chip, &about);
  if (count < 0) throw_errno(env, "chip info");
  napi_create_object(env, &result);
  napi_create_array(env, &lines);
  for (int offset = 0; offset < count; offset += 1) {
    struct gpio_v2_line_info line;
    if (line_info(chip, (uint32_t)offset, &line) < 0) {
      throw_errno(env, "line info");
      break;
    }
    napi_set_element(env, lines, (uint32_t)offset, describe_line(env, &line));
  }
  close(chip);
  if (count >= 0) {
    set_text(env, result, "name", about.name);
    set_text(env, result, "label", about.label);
  }
  napi_set_named_property(env, result, "lines", lines);
  return result;
}

/* ---- requests: numbers that stay good for an error when they are closed ---- */

static struct request *find(struct state *state, uint32_t number) {
  for (struct request *request = state->requests; request != NULL; request = request->next)
    if (request->number == number) return request;
  return NULL;
}

/* NULL, with an exception, when it is closed. */
static struct request *request_of(napi_env env, napi_value value) {
  struct request *request = find(state_of(env), number_of(env, value));
  if (request == NULL) {
    errno = ESHUTDOWN;
    throw_errno(env, "the lines are closed");
  }
  return request;
}

/* From values[0]: flags, µs of debounce, levels of outputs. */
static struct line_settings settings_of(napi_env env, const napi_value *values) {
  return (struct line_settings){.flags = bits_of(env, values[0]),
                                .debounce_us = number_of(env, values[1]),
                                .values = bits_of(env, values[2])};
}

static napi_value request_lines(napi_env env, napi_callback_info info) {
  napi_value values[6], number;
  uint32_t offsets[GPIO_V2_LINES_MAX], count = 0;
  char consumer[GPIO_MAX_NAME_SIZE] = "";
  size_t length;
  if (!arguments(env, info, 6, values)) return NULL;
  napi_get_array_length(env, values[1], &count);
  if (count == 0 || count > GPIO_V2_LINES_MAX) {
    napi_throw_range_error(env, NULL, "1 to 64 lines of one chip make a request");
    return NULL;
  }
  for (uint32_t index = 0; index < count; index += 1) {
    napi_value offset;
    napi_get_element(env, values[1], index, &offset);
    offsets[index] = number_of(env, offset);
  }
  napi_get_value_string_utf8(env, values[2], consumer, sizeof consumer, &length);
  struct line_settings settings = settings_of(env, values + 3);
  int chip = open_chip(env, values[0]);
  if (chip < 0) return NULL;
  int lines = lines_request(chip, offsets, count, consumer, &settings);
  int reason = errno;
  close(chip);
  errno = reason;
  if (lines < 0) return throw_errno(env, "request");
  struct state *state = state_of(env);
  struct request *request = calloc(1, sizeof *request);
  if (request == NULL) abort();
  *request = (struct request){
      .next = state->requests, .number = ++state->last_number, .count = count, .lines = lines};
  state->requests = request;
  napi_create_uint32(env, request->number, &number);
  return number;
}

static napi_value configure(napi_env env, napi_callback_info info) {
  napi_value values[4];
  if (!arguments(env, info, 4, values)) return NULL;
  struct request *request = request_of(env, values[0]);
  if (request == NULL) return NULL;
  struct line_settings settings = settings_of(env, values + 1);
  if (lines_configure(request->lines, request->count, &settings) < 0)
    return throw_errno(env, "configure");
  return NULL;
}

static napi_value read_lines(napi_env env, napi_callback_info info) {
  napi_value value, result;
  if (!arguments(env, info, 1, &value)) return NULL;
  struct request *request = request_of(env, value);
  if (request == NULL) return NULL;
  uint64_t bits;
  uint64_t all = request->count >= 64 ? UINT64_MAX : (UINT64_C(1) << request->count) - 1;
  if (lines_read(request->lines, all, &bits) < 0) return throw_errno(env, "read");
  napi_create_bigint_uint64(env, bits, &result);
  return result;
}

static napi_value write_lines(napi_env env, napi_callback_info info) {
  napi_value values[3];
  if (!arguments(env, info, 3, values)) return NULL;
  struct request *request = request_of(env, values[0]);
  if (request == NULL) return NULL;
  if (lines_write(request->lines, bits_of(env, values[1]), bits_of(env, values[2])) < 0)
    return throw_errno(env, "write");
  return NULL;
}

/* ---- edges ---- */

/* On the watching thread. */
static void hand_over(void *context, struct edge_batch *batch) {
  struct state *state = context;
  if (napi_call_threadsafe_function(state->deliver, batch, napi_tsfn_nonblocking) != napi_ok)
    free(batch);
}

static void call_listener(napi_env env, struct request *request, uint32_t kind,
                          const struct gpio_v2_line_event *edge) {
  napi_value listener, global, values[4], error;
  bool has_thrown = false;
  napi_get_reference_value(env, request->listener, &listener);
  napi_get_global(env, &global);
  napi_create_uint32(env, kind, &values[0]);
  napi_create_uint32(env, edge->offset, &values[1]);
  napi_create_bigint_uint64(env, edge->timestamp_ns, &values[2]);
  napi_create_uint32(env, edge->line_seqno, &values[3]);
  napi_call_function(env, global, listener, 4, values, NULL);
  napi_is_exception_pending(env, &has_thrown);
  if (!has_thrown) return;
  napi_get_and_clear_last_exception(env, &error);
  napi_fatal_exception(env, error);
}

/* On the thread of JavaScript. A listener may close the lines, its own too, so each edge looks again. */
static void tell(napi_env env, napi_value unused, void *context, void *data) {
  static const struct gpio_v2_line_event nothing;
  struct state *state = context;
  struct edge_batch *batch = data;
  (void)unused;
  for (uint32_t index = 0; env != NULL && index < (batch->count == 0 ? 1 : batch->count); index += 1) {
    struct request *request = find(state, batch->request);
    if (request == NULL || request->listener == NULL) break;
    napi_handle_scope scope;
    napi_open_handle_scope(env, &scope);
    const struct gpio_v2_line_event *edge = batch->count == 0 ? &nothing : &batch->edges[index];
    call_listener(env, request, batch->count == 0 ? GONE : edge->id, edge);
    napi_close_handle_scope(env, scope);
  }
  free(batch);
}

static void stop_watching(void *data) {
  struct state *state = data;
  watch_stop(state->watch);
  state->watch = NULL;
}

static bool start_watching(napi_env env, struct state *state) {
  napi_value name;
  napi_create_string_utf8(env, "boardtalk:gpio", NAPI_AUTO_LENGTH, &name);
  napi_status status = napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, NULL,
                                                       state, tell, &state->deliver);
  if (status == napi_ok) state->watch = watch_start(hand_over, state);
  if (state->watch == NULL) return false;
  napi_unref_threadsafe_function(env, state->deliver);
  /* Added last, so run first: the thread has ended before what it calls is gone. */
  napi_add_env_cleanup_hook(env, stop_watching, state);
  return true;
}

static napi_value watch_lines(napi_env env, napi_callback_info info) {
  napi_value values[2];
  if (!arguments(env, info, 2, values)) return NULL;
  struct state *state = state_of(env);
  struct request *request = request_of(env, values[0]);
  if (request == NULL || request->listener != NULL) return NULL;
  if (state->watch == NULL && !start_watching(env, state)) return throw_errno(env, "watch");
  if (watch_add(state->watch, request->number, request->lines) < 0)
    return throw_errno(env, "watch");
  napi_create_reference(env, values[1], 1, &request->listener);
  /* Whoever waits for an edge is not done. */
  if (state->watched++ == 0) napi_ref_threadsafe_function(env, state->deliver);
  return NULL;
}

static napi_value close_lines(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!arguments(env, info, 1, &value)) return NULL;
  struct state *state = state_of(env);
  struct request **place = &state->requests, *request = find(state, number_of(env, value));
  if (request == NULL) return NULL;
  while (*place != request) place = &(*place)->next;
  *place = request->next;
  if (request->listener != NULL) {
    watch_remove(state->watch, request->lines);
    napi_delete_reference(env, request->listener);
    if (--state->watched == 0) napi_unref_threadsafe_function(env, state->deliver);
  }
  close(request->lines);
  free(request);
  return NULL;
}

static napi_value notify(napi_env env, napi_callback_info info) {
  napi_value values[2], taken;
  char path[128], text[128];
  if (!arguments(env, info, 2, values)) return NULL;
  napi_get_value_string_utf8(env, values[0], path, sizeof path, NULL);
  napi_get_value_string_utf8(env, values[1], text, sizeof text, NULL);
  return napi_get_boolean(env, notify_send(path, text), &taken) == napi_ok ? taken : NULL;
}

/* ---- life ---- */

/* A worker that ends lets go of its lines, as a process does. */
static void end(void *data) {
  struct state *state = data;
  while (state->requests != NULL) {
    struct request *request = state->requests;
    state->requests = request->next;
    close(request->lines);
    free(request);
  }
}

static void free_state(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(data);
}

static void add_function(napi_env env, napi_value exports, const char *name, napi_callback call) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call, NULL, &function);
  napi_set_named_property(env, exports, name, function);
}

NAPI_MODULE_INIT() {
  struct state *state = calloc(1, sizeof *state);
  if (state == NULL) abort();
  napi_set_instance_data(env, state, free_state, NULL);
  napi_add_env_cleanup_hook(env, end, state);
  add_function(env, exports, "describeChip", describe_chip);
  add_function(env, exports, "request", request_lines);
  add_function(env, exports, "configure", configure);
  add_function(env, exports, "read", read_lines);
  add_function(env, exports, "write", write_lines);
  add_function(env, exports, "watch", watch_lines);
  add_function(env, exports, "close", close_lines);
  add_function(env, exports, "notify", notify);
  return exports;
}

/*
 * An external delegate without an accelerator: does what real ones do to whoever loads them, as its
 * options say. Structures as in TensorFlow Lite 2.9 (c/common.h), the version it is tried with.
 *
 *   mode  take    computes the whole model: each byte of an output is `fill`
 *         idle    agrees, and takes no operator
 *         refuse  there is no delegate
 *         fail    fails when it sees the model
 *         crash   ends the process when it sees the model
 *   fill  a number
 *   log   a file that gets a line for each thing that happens
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct int_array {
  int size;
  int data[];
};

struct delegate;
struct context;

struct tensor {
  int type;
  void *data;
  struct int_array *dims;
  float scale;
  int32_t zero_point;
  int allocation_type;
  size_t bytes;
  const void *allocation;
  const char *name;
  struct delegate *delegate;
  int buffer_handle;
  bool data_is_stale;
  bool is_variable;
  int quantization_type;
  void *quantization;
  void *sparsity;
  const struct int_array *dims_signature;
};

struct node {
  struct int_array *inputs;
  struct int_array *outputs;
};

struct registration {
  void *(*init)(struct context *, const char *, size_t);
  void (*free)(struct context *, void *);
  int (*prepare)(struct context *, struct node *);
  int (*invoke)(struct context *, struct node *);
  const char *(*profiling_string)(const struct context *, const struct node *);
  int32_t builtin_code;
  const char *custom_name;
  int version;
};

struct context {
  size_t tensors_size;
  int (*get_execution_plan)(struct context *, struct int_array **);
  struct tensor *tensors;
  void *impl;
  void *resize_tensor;
  void (*report_error)(struct context *, const char *, ...);
  void *add_tensors;
  void *get_node_and_registration;
  int (*replace_nodes)(struct context *, struct registration, const struct int_array *, struct delegate *);
};

struct delegate {
  void *data;
  int (*prepare)(struct context *, struct delegate *);
  void *copy_from_buffer_handle;
  void *copy_to_buffer_handle;
  void *free_buffer_handle;
  int64_t flags;
};

/*
 * Otherwise the library prepares all operators first, and fails at those it does not know.
 * google-coral/libedgetpu sets it too: tflite/edgetpu_delegate_for_custom_op.cc.
 */
enum { ALLOW_DYNAMIC_TENSORS = 1 };

static char mode[16], log_path[1024];
static int fill;

static void note(const char *what) {
  FILE *file = log_path[0] == '\0' ? NULL : fopen(log_path, "a");
  if (file == NULL) return;
  fprintf(file, "%s\n", what);
  fclose(file);
}

static void *init(struct context *context, const char *buffer, size_t length) {
  (void)context, (void)buffer, (void)length;
  return mode; /* without data of its own, a kernel is not freed */
}

static void free_kernel(struct context *context, void *data) {
  (void)context, (void)data;
  note("kernel freed");
}

static int prepare_kernel(struct context *context, struct node *node) {
  (void)context, (void)node;
  return 0;
}

static int invoke(struct context *context, struct node *node) {
  for (int i = 0; i < node->outputs->size; i += 1) {
    struct tensor *output = &context->tensors[node->outputs->data[i]];
    memset(output->data, fill, output->bytes);
  }
  note("invoked");
  return 0;
}

static int take_all(struct context *context, struct delegate *delegate) {
  struct registration kernel = {init, free_kernel, prepare_kernel, invoke, NULL, 0, "Stub", 1};
  struct int_array *plan;
  if (context->get_execution_plan(context, &plan) != 0) return 1;
  size_t size = sizeof *plan + sizeof(int) * (size_t)plan->size;
  struct int_array *nodes = memcpy(malloc(size), plan, size);
  int status = context->replace_nodes(context, kernel, nodes, delegate);
  free(nodes);
  return status;
}

static int prepare(struct context *context, struct delegate *delegate) {
  note("prepared");
  if (strcmp(mode, "crash") == 0) abort();
  if (strcmp(mode, "idle") == 0) return 0;
  if (strcmp(mode, "take") == 0) return take_all(context, delegate);
  context->report_error(context, "the stub fails as it was told to");
  return 1;
}

struct delegate *tflite_plugin_create_delegate(char **keys, char **values, size_t count,
                                               void (*report)(const char *)) {
  mode[0] = log_path[0] = '\0';
  for (size_t i = 0; i < count; i += 1) {
    if (strcmp(keys[i], "mode") == 0) snprintf(mode, sizeof mode, "%s", values[i]);
    if (strcmp(keys[i], "log") == 0) snprintf(log_path, sizeof log_path, "%s", values[i]);
    if (strcmp(keys[i], "fill") == 0) fill = atoi(values[i]);
  }
  if (strcmp(mode, "refuse") == 0) {
    report("the stub has no device");
    return NULL;
  }
  struct delegate *delegate = calloc(1, sizeof *delegate);
  delegate->prepare = prepare;
  delegate->flags = ALLOW_DYNAMIC_TENSORS;
  note("created");
  return delegate;
}

void tflite_plugin_destroy_delegate(struct delegate *delegate) {
  free(delegate);
  note("destroyed");
}

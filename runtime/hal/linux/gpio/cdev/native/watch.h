/*
 * One thread that takes edges from the kernel as they come, so that none is lost while JavaScript is
 * busy, and hands them over in order. It knows requests by number only.
 */
#ifndef BOARDTALK_WATCH_H
#define BOARDTALK_WATCH_H

#include <linux/gpio.h>
#include <stddef.h>
#include <stdint.h>

struct watch;

/* Edges of one request, in order; none at all when its chip is gone. The receiver frees it. */
struct edge_batch {
  uint32_t request;
  uint32_t count;
  struct gpio_v2_line_event edges[];
};

/* Called on the watching thread. */
typedef void (*edges_heard)(void *context, struct edge_batch *batch);

/* NULL, with errno, when there can be no thread. */
struct watch *watch_start(edges_heard heard, void *context);

/* -1, with errno, when it cannot be watched. */
int watch_add(struct watch *watch, uint32_t request, int lines);

/* Nothing touches the descriptor afterwards; what was heard before may still be on its way. */
void watch_remove(struct watch *watch, int lines);

/* Resolves when the thread has ended. */
void watch_stop(struct watch *watch);

#endif

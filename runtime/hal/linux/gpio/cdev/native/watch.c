#include "watch.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lines.h"

#define EDGES_AT_ONCE 64
#define STACK_BYTES (128 * 1024)

/* No request has this number. */
#define STOP 0

struct watch {
  pthread_t thread;
  pthread_mutex_t lock; /* held while a descriptor is read: none is removed and closed meanwhile */
  int epoll;
  int stop; /* an eventfd */
  uint32_t removals;
  edges_heard heard;
  void *context;
};

static uint64_t pack(uint32_t request, int lines) {
  return (uint64_t)request << 32 | (uint32_t)lines;
}

static struct edge_batch *batch_of(uint32_t request, const struct gpio_v2_line_event *edges,
                                   uint32_t count) {
  struct edge_batch *batch = malloc(sizeof *batch + count * sizeof *edges);
  if (batch == NULL) abort();
  batch->request = request;
  batch->count = count;
  memcpy(batch->edges, edges, count * sizeof *edges);
  return batch;
}

/* All that is there now. A chip that is gone is told once. */
static void take_edges(struct watch *watch, const struct epoll_event *event) {
  struct gpio_v2_line_event edges[EDGES_AT_ONCE];
  uint32_t request = (uint32_t)(event->data.u64 >> 32);
  int lines = (int)(uint32_t)event->data.u64;
  int count = lines_next_edges(lines, edges, EDGES_AT_ONCE);
  if (count > 0) watch->heard(watch->context, batch_of(request, edges, (uint32_t)count));
  if (count >= 0 && !(event->events & (EPOLLHUP | EPOLLERR))) return;
  if (count > 0) return; /* first what it had left; the event comes again */
  epoll_ctl(watch->epoll, EPOLL_CTL_DEL, lines, NULL);
  watch->heard(watch->context, batch_of(request, edges, 0));
}

static void *run(void *data) {
  struct watch *watch = data;
  for (;;) {
    pthread_mutex_lock(&watch->lock);
    uint32_t removals = watch->removals;
    pthread_mutex_unlock(&watch->lock);
    /* One at a time: what is removed between the wait and the read is never read. */
    struct epoll_event event;
    int count = epoll_wait(watch->epoll, &event, 1, -1);
    if (count < 0 && errno != EINTR) return NULL;
    if (count <= 0) continue;
    if (event.data.u64 >> 32 == STOP) return NULL;
    pthread_mutex_lock(&watch->lock);
    if (removals == watch->removals) take_edges(watch, &event);
    pthread_mutex_unlock(&watch->lock);
  }
}

static bool start_thread(struct watch *watch) {
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = pack(STOP, watch->stop)};
  if (watch->epoll < 0 || watch->stop < 0) return false;
  if (epoll_ctl(watch->epoll, EPOLL_CTL_ADD, watch->stop, &event) < 0) return false;
  sigset_t all, before;
  pthread_attr_t attributes;
  sigfillset(&all);
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  /* Signals are for Node's own threads. */
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int failure = pthread_create(&watch->thread, &attributes, run, watch);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  errno = failure;
  return failure == 0;
}

static void let_go(struct watch *watch) {
  int reason = errno;
  if (watch->epoll >= 0) close(watch->epoll);
  if (watch->stop >= 0) close(watch->stop);
  pthread_mutex_destroy(&watch->lock);
  free(watch);
  errno = reason;
}

struct watch *watch_start(edges_heard heard, void *context) {
  struct watch *watch = malloc(sizeof *watch);
  if (watch == NULL) abort();
  *watch = (struct watch){.heard = heard, .context = context};
  pthread_mutex_init(&watch->lock, NULL);
  watch->epoll = epoll_create1(EPOLL_CLOEXEC);
  watch->stop = eventfd(0, EFD_CLOEXEC);
  if (start_thread(watch)) return watch;
  let_go(watch);
  return NULL;
}

int watch_add(struct watch *watch, uint32_t request, int lines) {
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = pack(request, lines)};
  return epoll_ctl(watch->epoll, EPOLL_CTL_ADD, lines, &event);
}

void watch_remove(struct watch *watch, int lines) {
  pthread_mutex_lock(&watch->lock);
  watch->removals += 1;
  epoll_ctl(watch->epoll, EPOLL_CTL_DEL, lines, NULL);
  pthread_mutex_unlock(&watch->lock);
}

void watch_stop(struct watch *watch) {
  uint64_t one = 1;
  if (write(watch->stop, &one, sizeof one) < 0) abort();
  pthread_join(watch->thread, NULL);
  let_go(watch);
}

/*
 * One datagram to the service manager, which Node cannot send: it has no datagrams on Unix sockets.
 * From the process itself and not from a program beside it, so that the manager need believe only
 * its main process (NotifyAccess=main). Protocol: sd_notify(3).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "notify.h"

bool notify_send(const char *path, const char *text) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  size_t length = strlen(path);
  if (length < 2 || length >= sizeof to.sun_path) return false;
  memcpy(to.sun_path, path, length);
  /* An abstract name is written with @ where its zero is. */
  if (path[0] == '@') to.sun_path[0] = '\0';
  int end = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (end < 0) return false;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
  ssize_t sent;
  do
    sent = sendto(end, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&to, size);
  while (sent < 0 && errno == EINTR);
  close(end);
  return sent >= 0;
}

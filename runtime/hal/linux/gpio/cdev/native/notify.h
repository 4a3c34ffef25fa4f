/* What a process tells the service manager that started it. */
#ifndef NOTIFY_H
#define NOTIFY_H

#include <stdbool.h>

/* False when nobody took it; path is $NOTIFY_SOCKET. */
bool notify_send(const char *path, const char *text);

#endif

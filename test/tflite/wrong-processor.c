/* Ends whoever loads it, as a library does that was built for a better processor. */
#include <signal.h>

__attribute__((constructor)) static void start(void) { raise(SIGILL); }

/* Linked to a real library, and cannot set XNNPACK up: as on a processor that XNNPACK does not know. */
#include <stddef.h>

void *TfLiteXNNPackDelegateCreate(const void *options);
void *TfLiteXNNPackDelegateCreate(const void *options) {
  (void)options;
  return NULL;
}

/** What can go wrong in the core room: code → what to do next. */
export const CORE_ERRORS = {
  CORE_BAD_CBOR:
    'The sender and this node do not speak the same version, or the message was damaged on the way.',
} as const;

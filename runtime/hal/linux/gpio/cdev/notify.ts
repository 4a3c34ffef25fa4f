/** The door to `native/notify.c`: one datagram to the service manager that started this process. */
import { createRequire } from 'node:module';
import { ADDON } from './native-home.ts';

/** @param socket what is in NOTIFY_SOCKET. @returns false when nobody took it */
export type Notify = (socket: string, text: string) => boolean;

interface Notifier {
  readonly notify: Notify;
}

/** undefined where it was not built for this machine. */
export function loadNotify(path = ADDON): Notify | undefined {
  try {
    const addon: unknown = createRequire(import.meta.url)(path);
    return isNotifier(addon) ? addon.notify : undefined;
  } catch {
    return undefined;
  }
}

function isNotifier(value: unknown): value is Notifier {
  return (
    typeof value === 'object' &&
    value !== null &&
    'notify' in value &&
    typeof value.notify === 'function'
  );
}

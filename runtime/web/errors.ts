/** What the web door says no to, or cannot do: code → what to do next. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';
import type { Refusal } from '../core/refusal.ts';

export const WEB_ERRORS = {
  WEB_NOT_LOOPBACK:
    'Listen on 127.0.0.1, and reach it from afar through ssh -L 8787:127.0.0.1:8787',
  WEB_PORT_BUSY:
    'Stop the other program, or choose another port: boardtalk up --http 127.0.0.1:8788',
  WEB_CANNOT_LISTEN: 'Name an address of this machine: boardtalk up --http 127.0.0.1:8787',
  WEB_PAGE_MISSING: 'Build the page with: make build',
  WEB_FOREIGN_HOST: 'Open the page under the address that boardtalk printed at its start.',
  WEB_FOREIGN_ORIGIN: 'Only the page of this board may do that. Open it and try there.',
  WEB_NO_SESSION: "Sign in on the page with the code on the board's console.",
  WEB_UNKNOWN_CALLER:
    'Send "Authorization: Bearer TOKEN", with a token of: boardtalk token create NAME',
  WEB_UNKNOWN_PLATFORM:
    'Send "Authorization: Bearer TOKEN" with the auth_token of a platform of type api in platform.yaml.',
  WEB_UNKNOWN_HOOK:
    'Sign with the secret of the workflow, as docs/events.md shows; its name stands in the address.',
  WEB_OLD_REQUEST:
    'Sign each request anew, with the time of now in seconds; and see that both clocks are right.',
  WEB_WRONG_METHOD: 'See how each is called in /api/v1/openapi.json',
  WEB_BAD_REQUEST:
    'Compare it with /api/v1/openapi.json. In a browser, reload the page: it may be older than this board.',
  WEB_TOO_LARGE: 'Send less at once; the limit is 64 KiB.',
  WEB_TOO_FAST: 'Wait a few seconds, then send it again.',
  WEB_TOO_MANY_CLAIMS: "Wait a minute, then read the code on the board's console again.",
  WEB_TOO_MANY_SOCKETS: 'Close other tabs with this page, then reload.',
  WEB_NOT_FOUND: 'The page is at /',
  WEB_INTERNAL: 'It was logged: look at what the node wrote on its console, and report it.',
} as const;

export type WebCode = keyof typeof WEB_ERRORS;

export class WebError extends AppError<WebCode> {
  constructor(code: WebCode, message: string, details?: ErrorDetails) {
    super(WEB_ERRORS, code, message, details);
  }
}

export function refuseWeb(code: WebCode, message: string, hint?: string): Refusal {
  return { code, message, hint: hint ?? WEB_ERRORS[code] };
}

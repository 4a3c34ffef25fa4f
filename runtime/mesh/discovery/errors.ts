/** What can go wrong with finding other nodes: code → what to do next. */
import { AppError } from '../../core/app-error.ts';

export const DISCOVERY_ERRORS = {
  DISCOVERY_BAD_ENDPOINT:
    'Name the gateway as HOST:PORT, as in 192.168.1.10:1883; several are parted by commas.',
} as const;

type DiscoveryCode = keyof typeof DISCOVERY_ERRORS;

export class DiscoveryError extends AppError<DiscoveryCode> {
  constructor(code: DiscoveryCode, message: string) {
    super(DISCOVERY_ERRORS, code, message);
  }
}

/** What became of a message (open.dingtalk.com/document/orgapp/chatbots-send-one-on-one-chat-messages-in-batches). */
import { z } from '../../../core/schema.ts';
import type { Sent } from '../../channels/channel-adapter.ts';
import type { Answered } from './dingtalk-api.ts';

const sentSchema = z.object({
  processQueryKey: z.string().nullish(),
  /** Ids of people who got nothing. */
  invalidStaffIdList: z.array(z.string()).nullish(),
  flowControlledStaffIdList: z.array(z.string()).nullish(),
});

/** Nothing says how long. */
const AGAIN_MS = 60_000;

export function sentOf(answered: Answered): Sent {
  switch (answered.kind) {
    case 'ok':
      return sentOfAnswer(answered.json);
    case 'unclear':
      return { kind: 'unknown', why: answered.why };
    case 'unsaid':
      return { ...answered, kind: 'later' };
    case 'refused': {
      const { isPassing, status, why, cure, retryAfterMs } = answered;
      if (isPassing) return { kind: 'later', why, cure, retryAfterMs };
      return { kind: status >= 500 ? 'unknown' : 'refused', why };
    }
  }
}

/** It goes to one person: who is in a list is that one. */
function sentOfAnswer(json: unknown): Sent {
  const { data } = sentSchema.safeParse(json);
  const slowed = data?.flowControlledStaffIdList ?? [];
  const invalid = data?.invalidStaffIdList ?? [];
  if (slowed.length > 0)
    return { kind: 'later', why: 'too fast for this person', retryAfterMs: AGAIN_MS };
  if (invalid.length > 0) return { kind: 'refused', why: 'DingTalk does not know this person' };
  if (typeof data?.processQueryKey === 'string') return { kind: 'sent' };
  return { kind: 'unknown', why: 'DingTalk does not say that it took it' };
}

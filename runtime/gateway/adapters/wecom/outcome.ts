/** What an `errcode` of WeCom means (developer.work.weixin.qq.com/document/path/90313). */
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import type { Reply } from './session.ts';

const KEYS =
  'Copy Bot ID and Secret anew (智能机器人, API模式, 使用长连接), and put them into bot_id and where auth_token points.';

const CURES: Readonly<Record<number, string>> = {
  /** "signature is incorrect, please check if the bot secret is correct" */
  853_000: KEYS,
  /** "invalid bot_id" */
  93_019: KEYS,
};

/** "system busy", "api freq out of limit": it was not taken, and is another time. */
const BUSY = [-1, 45_009];

export function refusalOf(code: number, why: string): Trouble {
  return { why: `WeCom says ${String(code)} ${short(why)}`, cure: CURES[code] };
}

export function sentOf(reply: Reply): Sent {
  switch (reply.kind) {
    case 'unsaid':
      return { kind: 'later', why: 'WeCom is not connected' };
    case 'lost':
      return { kind: 'unknown', why: reply.why };
    case 'answered': {
      const { code, why } = reply;
      if (code === 0) return { kind: 'sent' };
      const trouble = refusalOf(code, why);
      const isLater = BUSY.includes(code) || trouble.cure !== undefined;
      return isLater ? { kind: 'later', ...trouble } : { kind: 'refused', why: trouble.why };
    }
  }
}

/** After it come a hint for the vendor and the address of this site. */
function short(why: string): string {
  return why.split(', hint')[0]?.slice(0, 200) ?? '';
}

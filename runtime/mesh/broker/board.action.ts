/** `board-token`, `board-revoke`: what lets a board of the site join its gateway. */
import { defineAction, type Action } from '../../actions/action.ts';
import { z } from '../../core/schema.ts';
import { refuseMesh } from '../errors.ts';
import { formatJoinToken } from '../join-token.ts';
import type { Accounts } from './accounts.ts';

export interface BoardTokenParts {
  readonly accounts: Accounts;
  readonly site: string;
  /** See `keyFingerprint` in policy/site-key.ts. */
  readonly fingerprint: string;
  /** The boards of the site, as its directory has them now. */
  readonly boards: () => readonly string[];
}

const boardArgs = z.strictObject({ name: z.string().describe('a board of this site') });

export function boardActions(parts: BoardTokenParts): readonly Action[] {
  return [tokenAction(parts), revokeAction(parts)];
}

function tokenAction({ accounts, site, fingerprint, boards }: BoardTokenParts): Action {
  return defineAction<{ name: string }, { board: string; token: string }>({
    name: 'board-token',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Make the token that lets a board join; an older one of this board ends.',
      zh: '生成让板子加入的令牌；这块板子的旧令牌失效。',
    },
    examples: { en: ['boardtalk board token pump-room'], zh: ['boardtalk board token pump-room'] },
    args: boardArgs,
    positional: ['name'],
    run: async ({ name }) => {
      const names = boards();
      if (!names.includes(name)) {
        const has = names.length === 0 ? 'it has none that joins' : `it has ${names.join(', ')}`;
        const message = `this site has no board "${name}", ${has}`;
        return { ok: false, refusal: refuseMesh('MESH_NO_SUCH_BOARD', message) };
      }
      const secret = await accounts.admitNode(name);
      const token = formatJoinToken({ node: name, site, secret, key: fingerprint });
      return { ok: true, data: { board: name, token } };
    },
    say: ({ board, token }, { language }) =>
      language === 'zh'
        ? `在 ${board} 上运行（令牌只显示这一次）：boardtalk up --role board --token ${token}`
        : `on ${board}, start (the token is shown only now): boardtalk up --role board --token ${token}`,
  });
}

function revokeAction({ accounts }: BoardTokenParts): Action {
  return defineAction<{ name: string }, { board: string }>({
    name: 'board-revoke',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Take back the token of a board; its connection ends.',
      zh: '收回板子的令牌，并断开它的连接。',
    },
    examples: {
      en: ['boardtalk board revoke pump-room'],
      zh: ['boardtalk board revoke pump-room'],
    },
    args: boardArgs,
    positional: ['name'],
    run: async ({ name }) =>
      (await accounts.revokeNode(name))
        ? { ok: true, data: { board: name } }
        : {
            ok: false,
            refusal: refuseMesh('MESH_NO_SUCH_BOARD', `no board "${name}" has a token`),
          },
    say: ({ board }, { language }) =>
      language === 'zh' ? `${board} 不能再加入。` : `${board} can no longer join.`,
  });
}

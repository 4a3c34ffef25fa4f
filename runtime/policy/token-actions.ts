/** `token create`, `token revoke` and `token list`: who may use the REST door beside the page. */
import { defineAction, type Action } from '../actions/action.ts';
import { ID_PATTERN } from '../core/ids.ts';
import { z } from '../core/schema.ts';
import type { ApiToken, ApiTokens } from './api-tokens.ts';

const tokenName = z
  .string()
  .max(32)
  .regex(ID_PATTERN, 'write a name of small letters, digits and dashes')
  .describe('what it is for, e.g. dashboard');

const createArgs = z.strictObject({
  name: tokenName,
  role: z.enum(['viewer', 'operator', 'technician', 'admin']).default('viewer'),
});

export function tokenActions(tokens: ApiTokens): readonly Action[] {
  return [createAction(tokens), revokeAction(tokens), listAction(tokens)];
}

function createAction(tokens: ApiTokens): Action {
  return defineAction<z.infer<typeof createArgs>, { name: string; role: string; token: string }>({
    name: 'token-create',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Make a bearer token for a program that uses the REST door. It is shown once.',
      zh: '为使用 REST 接口的程序生成令牌，只显示一次。',
    },
    examples: {
      en: ['boardtalk token create dashboard --role viewer'],
      zh: ['boardtalk token create dashboard'],
    },
    args: createArgs,
    positional: ['name'],
    run: async ({ name, role }, asker) => {
      const token = await tokens.create(name, role, asker);
      return typeof token === 'string'
        ? { ok: true, data: { name, role, token } }
        : { ok: false, refusal: token };
    },
    say: ({ name, role, token }, { language }) =>
      language === 'zh'
        ? `${name} 的令牌（${role}），只显示这一次：${token}`
        : `token for ${name} (${role}), shown only now: ${token}`,
  });
}

function revokeAction(tokens: ApiTokens): Action {
  return defineAction<{ name: string }, { name: string }>({
    name: 'token-revoke',
    kind: 'write',
    role: 'admin',
    help: { en: 'Make a bearer token worthless, at once.', zh: '立即吊销令牌。' },
    examples: {
      en: ['boardtalk token revoke dashboard'],
      zh: ['boardtalk token revoke dashboard'],
    },
    args: z.strictObject({ name: tokenName }),
    positional: ['name'],
    run: async ({ name }, asker) => {
      const refusal = await tokens.revoke(name, asker);
      return refusal === undefined ? { ok: true, data: { name } } : { ok: false, refusal };
    },
    say: ({ name }, { language }) =>
      language === 'zh' ? `令牌 ${name} 已吊销。` : `The token ${name} opens nothing any more.`,
  });
}

function listAction(tokens: ApiTokens): Action {
  return defineAction<Record<string, never>, readonly ApiToken[]>({
    name: 'token-list',
    kind: 'read',
    role: 'admin',
    help: { en: 'List the bearer tokens.', zh: '列出令牌。' },
    examples: { en: ['boardtalk token list'], zh: ['boardtalk token list'] },
    args: z.strictObject({}),
    positional: [],
    run: () => Promise.resolve({ ok: true, data: tokens.list() }),
    say: (rows, { language }) => {
      if (rows.length === 0) return language === 'zh' ? '没有令牌。' : 'There are no tokens.';
      return rows.map(({ name, role, createdBy }) => `${name} (${role}, ${createdBy})`).join('\n');
    },
  });
}

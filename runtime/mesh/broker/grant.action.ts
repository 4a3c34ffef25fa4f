/** `broker-grant`, `broker-revoke`, `broker-list`: credentials for foreign clients of the broker. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Role } from '../../actions/asker.ts';
import { ID_PATTERN } from '../../core/ids.ts';
import type { Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { refuseMesh } from '../errors.ts';
import { isOurTopic } from '../topics.ts';
import type { Accounts } from './accounts.ts';
import { coversFilter, isTopicFilter } from './topic-filter.ts';

export interface GrantParts {
  readonly accounts: Accounts;
  readonly site: string;
  /** The boards of the site: no client may have the name of one. */
  readonly boards: () => readonly string[];
}

interface GrantArgs {
  name: string;
  read: string[];
  write: string[];
  role: Role;
}

export function brokerActions(parts: GrantParts): readonly Action[] {
  return [grantAction(parts), revokeAction(parts), listAction(parts)];
}

function grantAction(parts: GrantParts): Action {
  return defineAction<GrantArgs, { username: string; password: string }>({
    name: 'broker-grant',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Make credentials for a foreign MQTT client; what it writes goes through policy.',
      zh: '为外部 MQTT 客户端生成凭据；它的写入要经过权限检查。',
    },
    examples: {
      en: ['boardtalk broker grant hass --read bt/1/greenhouse/+/r/+'],
      zh: ['boardtalk broker grant hass --read bt/1/greenhouse/+/r/+'],
    },
    args: z.strictObject({
      name: z.string().describe('name of the client, a-z 0-9 -'),
      read: filters('MQTT topic filters it may subscribe to, with commas between'),
      write: filters('MQTT topic filters it may publish to, with commas between'),
      role: z
        .enum(['viewer', 'operator', 'technician', 'admin'])
        .default('operator')
        .describe('what its writes are worth'),
    }),
    positional: ['name'],
    run: async ({ name, read, write, role }) => {
      const refusal = refuseName(parts, name) ?? refuseFilters(parts.site, { read, write });
      if (refusal !== undefined) return { ok: false, refusal };
      const password = await parts.accounts.grant(name, { role, reads: read, writes: write });
      return { ok: true, data: { username: name, password } };
    },
    say: ({ username, password }, { language }) =>
      language === 'zh'
        ? `用户名 ${username}，密码 ${password}（只显示这一次）`
        : `username ${username}, password ${password} (it is shown only now)`,
  });
}

function revokeAction({ accounts }: GrantParts): Action {
  return defineAction<{ name: string }, { name: string }>({
    name: 'broker-revoke',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Take back the credentials of a foreign MQTT client; its connections end.',
      zh: '收回外部 MQTT 客户端的凭据，并断开它的连接。',
    },
    examples: { en: ['boardtalk broker revoke hass'], zh: ['boardtalk broker revoke hass'] },
    args: z.strictObject({ name: z.string().describe('name of the client') }),
    positional: ['name'],
    run: async ({ name }) =>
      (await accounts.revokeGrant(name))
        ? { ok: true, data: { name } }
        : {
            ok: false,
            refusal: refuseMesh('MESH_NO_SUCH_CLIENT', `no client is called "${name}"`),
          },
    say: ({ name }, { language }) =>
      language === 'zh' ? `${name} 不能再连接。` : `${name} can no longer connect.`,
  });
}

function listAction({ accounts }: GrantParts): Action {
  return defineAction<object, ReturnType<Accounts['grants']>>({
    name: 'broker-list',
    kind: 'read',
    role: 'admin',
    help: {
      en: 'List the foreign MQTT clients and what each may read and write.',
      zh: '列出外部 MQTT 客户端及其读写权限。',
    },
    examples: { en: ['boardtalk broker list'], zh: ['boardtalk broker list'] },
    args: z.strictObject({}),
    positional: [],
    run: () => Promise.resolve({ ok: true, data: accounts.grants() }),
    say: (grants, { language }) => {
      if (grants.length === 0)
        return language === 'zh' ? '没有外部客户端。' : 'No foreign clients.';
      return grants
        .map(({ name, role, reads, writes }) =>
          language === 'zh'
            ? `${name}（${role}）：读 ${list(reads)}；写 ${list(writes)}`
            : `${name} (${role}): reads ${list(reads)}; writes ${list(writes)}`,
        )
        .join('\n');
    },
  });
}

/** On the command line one option holds them all: a filter may have any character but a comma here. */
function filters(help: string): z.ZodType<string[]> {
  return z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((given) =>
      [given]
        .flat()
        .flatMap((text) => text.split(','))
        .map((text) => text.trim())
        .filter((text) => text !== ''),
    )
    .describe(help);
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? '-' : texts.join(', ');
}

function refuseName({ boards }: GrantParts, name: string): Refusal | undefined {
  if (!ID_PATTERN.test(name))
    return refuseMesh('MESH_NAME_TAKEN', `"${name}" is no name: a-z, 0-9 and - are allowed`);
  return boards().includes(name)
    ? refuseMesh('MESH_NAME_TAKEN', `"${name}" is a board of this site`)
    : undefined;
}

function refuseFilters(
  site: string,
  { read, write }: { readonly read: readonly string[]; readonly write: readonly string[] },
): Refusal | undefined {
  if (read.length + write.length === 0)
    return refuseMesh('MESH_BAD_FILTER', 'a client needs something to --read or to --write');
  const broken = [...read, ...write].find((filter) => !isTopicFilter(filter));
  if (broken !== undefined)
    return refuseMesh('MESH_BAD_FILTER', `"${broken}" is no MQTT topic filter`);
  const settable = `bt/1/${site}/set/#`;
  const ours = write.find((filter) => isOurTopic(filter) && !coversFilter(settable, filter));
  return ours === undefined
    ? undefined
    : refuseMesh('MESH_BAD_FILTER', `"${ours}" cannot be granted for writing`);
}

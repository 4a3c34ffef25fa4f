/** Sites for the measurements of messengers: one with each of them configured, one with many people on one. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messengerForms, messengerTypes } from '../../runtime/config/messengers.ts';
import type { MessengerForm } from '../../runtime/config/messenger-form.ts';
import { exampleOptions, exampleToken } from '../example-options.ts';
import { BOT_TOKEN } from '../fake-bot-api.ts';

/** A copy of a site with this `platform.yaml`. */
export function siteWith(base: string, platform: string): string {
  const site = mkdtempSync(join(tmpdir(), 'boardtalk-messengers-'));
  cpSync(base, site, { recursive: true });
  writeFileSync(join(site, 'platform.yaml'), platform);
  return site;
}

/** Every messenger that there is, each at a server of this address, and all that its form asks for. */
export function allMessengers(host: string): string {
  const entries = messengerTypes.map((type) => {
    const form: MessengerForm = messengerForms[type];
    const protocol = form.endpoint?.protocols?.[1] ?? 'http:';
    const options = exampleOptions(type, host).map(([key, { kind, value }]) => {
      const text = kind === 'secret' ? 'env:BOT_TOKEN' : JSON.stringify(value);
      return `${key}: ${text}`;
    });
    return [
      ...[`name: ${type}`, `type: ${type}`],
      ...(form.token === undefined ? [] : [`auth_token: env:${variableOf(type)}`]),
      ...(form.endpoint === undefined ? [] : [`endpoint: '${protocol}//${host}'`]),
      ...(options.length === 0 ? [] : [`options: { ${options.join(', ')} }`]),
    ].join(', ');
  });
  return `supported_platforms:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;
}

export function peopleOnTelegram(url: string, users: readonly number[]): string {
  const people = users.map((user) => {
    const identity = `{ platform: telegram, account: "4242", user: "${String(user)}" }`;
    return `  - { id: p${String(user)}, name: P${String(user)}, role: operator, identities: [${identity}] }`;
  });
  const entry = `{ name: phones, type: telegram, auth_token: env:BOT_TOKEN, endpoint: '${url}' }`;
  return `people:\n${people.join('\n')}\nsupported_platforms:\n  - ${entry}\n`;
}

/** No two accounts have the same token. */
export const MESSENGER_ENV: Readonly<Record<string, string>> = {
  BOT_TOKEN,
  ...Object.fromEntries(
    messengerTypes.map((type, at) => [variableOf(type), exampleToken(type, 5_000 + at)]),
  ),
};

function variableOf(type: string): string {
  return `TOKEN_${type.toUpperCase().replaceAll('-', '_')}`;
}

/** The table of messengers in `docs/channels.md`, from what the benches of the contract say; the rest of the page is written by hand. */
import { existsSync, readFileSync } from 'node:fs';
import type { MessengerForm } from '../../runtime/config/messenger-form.ts';
import {
  messengerForms,
  messengerTypes,
  type MessengerType,
} from '../../runtime/config/messengers.ts';
import { PlatformOptions } from '../../runtime/config/platform-options.ts';
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import type { Rate } from '../../runtime/core/token-bucket.ts';
import { messengerCatalog } from '../../runtime/gateway/adapters/catalog.ts';
import type {
  ChannelAdapter,
  FileType,
  TextLimit,
} from '../../runtime/gateway/channels/channel-adapter.ts';
import { findChannelBenches } from '../channel-benches.ts';
import { exampleOptions } from '../example-options.ts';
import { silentLog } from '../../runtime/core/log.ts';

const PAGE = 'docs/channels.md';
/** What lies between, `make docs` writes. */
const BEGIN = '<!-- prettier-ignore-start -->';
const END = '<!-- prettier-ignore-end -->';

const HEAD = [
  ...['platform', 'type', 'how it hears', 'needs an address that the world can reach'],
  ...['buttons', 'edits', 'typing', 'sends', 'text', 'pace in a chat; in all'],
  ...['shown once if sent twice', 'who may do what', 'verified against'],
];

export async function channelsPage(): Promise<string> {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE} has no place for the table`);
  const benches = await findChannelBenches();
  const rows = await Promise.all(
    messengerTypes.map(async (type) =>
      rowOf(type, await adapterOf(type), benches.get(type)?.verified ?? '**not said**'),
    ),
  );
  const table = [row(HEAD), row(HEAD.map(() => '---')), ...rows].join('\n');
  return `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`;
}

/** As the catalogue makes it, from what its form asks for. */
async function adapterOf(type: MessengerType): Promise<ChannelAdapter> {
  const form: MessengerForm = messengerForms[type];
  const host = '127.0.0.1:9';
  const protocol = form.endpoint?.protocols?.[1] ?? 'http:';
  const options = exampleOptions(type, host).map(
    ([key, { kind, value }]) => [key, kind === 'secret' ? new Secret(value) : value] as const,
  );
  const messenger = await messengerCatalog[type]();
  return messenger.open({
    token: form.token && new Secret('1001:a-secret-of-nobody'),
    endpoint: form.endpoint && `${protocol}//${host}`,
    options: new PlatformOptions(new Map(options)),
    ...{ clock, log: silentLog, fetch, random: Math.random },
  });
}

function rowOf(type: MessengerType, adapter: ChannelAdapter, verified: string): string {
  const { traits } = adapter;
  const { title, isExperimental }: MessengerForm = messengerForms[type];
  const page = `channels/${type}.md`;
  return row([
    existsSync(`docs/${page}`) ? `[${title}](${page})` : title,
    `\`${type}\``,
    traits.mode,
    adapter.receive === undefined ? 'no' : 'yes',
    traits.mostButtons >= 2 ? 'yes' : 'no',
    adapter.edit === undefined ? 'no' : 'yes',
    adapter.typing === undefined ? 'no' : 'yes',
    filesOf(traits.files),
    textOf(traits.text),
    `${paceOf(traits.chatRate)}; ${paceOf(traits.accountRate)}`,
    traits.isIdempotent ? 'yes' : 'no',
    traits.isForgeable ? 'everybody only reads' : 'by their roles',
    `${isExperimental === true ? '**experimental**: ' : ''}${verified}${verified.includes('a real server') ? '' : '; not the platform itself'}`,
  ]);
}

function textOf({ most, unit }: TextLimit): string {
  const name = { 'utf-16': 'UTF-16 units', 'code points': 'characters', bytes: 'bytes' }[unit];
  return `${String(most)} ${name}`;
}

function filesOf(types: readonly FileType[]): string {
  const isPicture = types.includes('image/png') && types.includes('image/jpeg');
  const said = [isPicture && 'pictures', types.includes('text/csv') && 'tables'].filter(Boolean);
  return said.join(', ') || 'words';
}

function paceOf({ burst, refillMs }: Rate): string {
  const perS = 1_000 / refillMs;
  const pace =
    perS >= 1 ? `${String(Math.round(perS))} a second` : `one in ${String(refillMs / 1_000)} s`;
  return `${String(burst)} at once, ${pace}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/**
 * The work of `boardtalk channels add`: an account on a messenger becomes one of the site's. It is tried before anything
 * is written, its secrets stand in files that only the node reads, and platform.yaml keeps what stood there.
 */
import { rmSync } from 'node:fs';
import { chown, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addPlatform, platformItem, type PlatformEntry } from '../../config/add-platform.ts';
import type { Diagnostic } from '../../config/diagnostic.ts';
import type { MessengerForm } from '../../config/messenger-form.ts';
import {
  isMessenger,
  messengerForms,
  messengerTypes,
  type MessengerType,
} from '../../config/messengers.ts';
import { readPlatforms } from '../../config/read-platforms.ts';
import type { SecretSources } from '../../config/secrets.ts';
import { nearest } from '../../core/nearest.ts';
import { rewriteFileDurably } from '../../state/durable-file.ts';
import type { CommandContext, GivenArguments } from '../command.ts';
import { CliError } from '../errors.ts';
import type { ExitCode } from '../exit-code.ts';
import { findConfigDirectory } from '../places.ts';
import type { MessengerProof } from '../ports.ts';
import { Prompt } from '../prompt.ts';
import { undoOnSignal } from '../undo-on-signal.ts';
import {
  channelAnswers,
  type ChannelAnswers,
  type GivenSecret,
  type PlainOption,
} from './channel-answers.ts';
import { reportMistakes } from './config-check.ts';

/** @returns how it ended, for the shell */
export async function addChannel(
  context: CommandContext,
  given: GivenArguments,
): Promise<ExitCode> {
  const directory = findConfigDirectory(given.options.get('config'), context.around);
  const prompt = context.interactive && !context.output.json ? new Prompt(context) : undefined;
  try {
    const type = await typeOf(given.positionals[0], prompt);
    return await add({ context, given, directory, prompt, type });
  } finally {
    prompt?.close();
  }
}

interface Adding {
  readonly context: CommandContext;
  readonly given: GivenArguments;
  readonly directory: string;
  readonly prompt: Prompt | undefined;
  readonly type: MessengerType;
}

async function typeOf(
  said: string | undefined,
  prompt: Prompt | undefined,
): Promise<MessengerType> {
  const known = messengerTypes.join(', ');
  let type = said;
  if (type === undefined && prompt !== undefined) {
    for (const one of messengerTypes) prompt.say(`  ${one}: ${messengerForms[one].title}`);
    type = await prompt.ask('which one?');
  }
  if (type === undefined)
    throw new CliError('CLI_BAD_ARGUMENTS', `TYPE is missing; there are ${known}`);
  if (isMessenger(type)) return type;
  const meant = meantType(type);
  const hint = meant && `Did you mean ${meant} (${messengerForms[meant].title})?`;
  const message = `there is no messenger "${type}"; there are ${known}`;
  throw new CliError('CLI_BAD_ARGUMENTS', message, hint === undefined ? {} : { hint });
}

/** Mistyped, or called by another of its names: `sms`, `lark`. */
function meantType(said: string): MessengerType | undefined {
  const isNamed = (type: MessengerType): boolean =>
    messengerForms[type].title
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .includes(said.toLowerCase());
  const near = nearest(said, messengerTypes);
  return near !== undefined && isMessenger(near) ? near : messengerTypes.find(isNamed);
}

async function add(adding: Adding): Promise<ExitCode> {
  const { context, given, directory, prompt, type } = adding;
  const form = messengerForms[type];
  await standingIn(adding);
  const answers = await channelAnswers({ form, given, cwd: context.around.cwd, prompt });
  const sources = sourcesOf(adding);
  const path = join(directory, 'platform.yaml');
  // Read once more, as late as can be: somebody may have edited it while questions were answered.
  const { text, taken, mistakes: before } = await standingIn(adding);
  if (before.length > 0) return reportMistakes(context.output, directory, before);
  const name = given.options.get('name') ?? freeName(type, (one) => taken.includes(one));
  const files: string[] = [];
  const undo = (): void => {
    for (const file of files) rmSync(join(directory, file), { force: true });
  };
  const forget = undoOnSignal(undo);
  try {
    const entry = await keepSecrets(adding, { name, answers, files });
    const written = addPlatform(text, entry);
    if (written === undefined) throw noPlace(entry);
    const read = await readPlatforms(written, sources);
    const mistakes = read.diagnostics.filter(isError);
    if (mistakes.length > 0) throw wrongAnswers(mistakes);
    const platform = read.platforms.find((one) => one.name === name);
    const proof =
      platform === undefined || given.options.has('untested')
        ? undefined
        : await (await context.host()).tryMessenger(platform);
    if (proof?.kind === 'trouble') await askDespite(proof, prompt);
    forget();
    await rewriteFileDurably(path, written);
    const done = {
      ok: true,
      name,
      type,
      directory,
      secrets: files,
      proof: proof?.kind ?? 'untested',
    };
    context.output.answer(done, () => sayDone(adding, name, { files, proof }));
    return 0;
  } catch (error) {
    undo();
    throw notWritten(error, directory);
  } finally {
    forget();
  }
}

interface Standing {
  /** Of platform.yaml. */
  readonly text: string;
  /** Names of platforms. */
  readonly taken: readonly string[];
  readonly mistakes: readonly Diagnostic[];
}

/** It stands in the address that a platform posts to, and in the names of files. */
const NAME = /^[\w-]{1,64}$/;

/** @throws CliError CLI_BAD_ARGUMENTS when the name that was asked for is there already, or is none */
async function standingIn(adding: Adding): Promise<Standing> {
  const text = await readFile(join(adding.directory, 'platform.yaml'), 'utf8').catch(() => '');
  const { platforms, diagnostics } = await readPlatforms(text, sourcesOf(adding));
  const taken = platforms.map(({ name }) => name);
  const wish = adding.given.options.get('name');
  if (wish !== undefined && !NAME.test(wish))
    throw new CliError('CLI_BAD_ARGUMENTS', `"${wish}" is no name of a channel`, {
      hint: 'Write it of letters, digits, - and _: my-phones.',
    });
  if (wish === undefined || !taken.includes(wish))
    return { text, taken, mistakes: diagnostics.filter(isError) };
  throw new CliError('CLI_BAD_ARGUMENTS', `"${wish}" is there already`, {
    hint: 'Give it another --name. What is there is changed, or taken out, in platform.yaml.',
  });
}

function sourcesOf({ context, directory }: Adding): SecretSources {
  return { directory, variables: context.around.env };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** The lines that these are in were not written: they are of no use to anybody. */
function wrongAnswers(mistakes: readonly Diagnostic[]): CliError {
  const told = mistakes.map(({ message, hint }) => (hint ? `${message} (${hint})` : message));
  return new CliError('CLI_BAD_ARGUMENTS', told.join('; '), {
    hint: 'Nothing was written down. Try it again with other answers.',
  });
}

function freeName(wish: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wish : `${wish}-${String(count)}`;
    if (!isTaken(name)) return name;
  }
}

/**
 * @param files the names of those that are made, each from the moment when it is there
 * @returns the entry that refers to them
 */
async function keepSecrets(
  { context, directory, type }: Adding,
  {
    name,
    answers: { token, endpoint, options, secrets },
    files,
  }: { readonly name: string; readonly answers: ChannelAnswers; readonly files: string[] },
): Promise<PlatformEntry> {
  const referTo = async (what: string, secret: GivenSecret): Promise<string> => {
    if ('reference' in secret) return secret.reference;
    const wish = `${name}-${what.replaceAll('_', '-')}`;
    return `file:${await keepSecret(context, { directory, files }, wish, secret.text)}`;
  };
  const auth = token && (await referTo('token', token));
  const more: Record<string, PlainOption> = Object.fromEntries(options);
  for (const [key, secret] of secrets) more[key] = await referTo(key, secret);
  return {
    ...{ name, type },
    ...(auth !== undefined && { auth_token: auth }),
    ...(endpoint !== undefined && { endpoint }),
    ...(Object.keys(more).length > 0 && { options: more }),
  };
}

/** Beside platform.yaml, for the user that the node runs as and nobody else. @returns its name */
async function keepSecret(
  { dataDirectory }: CommandContext,
  { directory, files }: { readonly directory: string; readonly files: string[] },
  wish: string,
  secret: string,
): Promise<string> {
  const plain = wish.replaceAll(/[^\w.-]+/g, '-');
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? plain : `${plain}-${String(count)}`;
    const path = join(directory, name);
    try {
      await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw notWritten(error, directory);
    }
    files.push(name);
    const node = await stat(dataDirectory).catch(() => undefined);
    if (process.getuid?.() === 0 && node !== undefined) await chown(path, node.uid, node.gid);
    return name;
  }
}

async function askDespite(
  { why, cure }: Extract<MessengerProof, { kind: 'trouble' }>,
  prompt: Prompt | undefined,
): Promise<void> {
  prompt?.say([why, cure].filter(Boolean).join('\n'));
  const answer = await prompt?.ask('Write it down all the same? (y/N)');
  if (answer !== undefined && /^y(es)?$/i.test(answer)) return;
  throw new CliError('CLI_CHANNEL_TROUBLE', why, {
    hint: [cure, 'Nothing was written down. Try it again; --untested writes it down all the same.']
      .filter(Boolean)
      .join(' '),
  });
}

function sayDone(
  { directory, type }: Adding,
  name: string,
  {
    files,
    proof,
  }: { readonly files: readonly string[]; readonly proof: MessengerProof | undefined },
): string {
  const form: MessengerForm = messengerForms[type];
  const secret = files.length === 0 ? '' : `; what is secret, in ${files.join(', ')}`;
  return [
    sayProof(proof, form),
    ...(proof?.isPostedTo === true
      ? [
          `${form.title} posts to https://YOUR-ADDRESS/api/events/${encodeURIComponent(name)}: docs/channels/tunnel.md`,
        ]
      : []),
    ...(form.isExperimental ? [`${form.title} is experimental: nobody has verified it yet`] : []),
    `${name} is in ${join(directory, 'platform.yaml')}${secret}`,
    'A node that runs takes it up within seconds; how it is says: boardtalk channels',
    'Then let people in, each with a code: boardtalk people link NAME',
  ].join('\n');
}

function sayProof(proof: MessengerProof | undefined, { title, untested }: MessengerForm): string {
  if (proof === undefined) return `${title} was not tried`;
  if (proof.kind !== 'works')
    return `${title} neither answered nor failed; where it only posts to this site, that shows when somebody writes`;
  return untested === undefined
    ? `${title} answered: it works`
    : `${title} answered. Not tested is ${untested}`;
}

function noPlace(entry: PlatformEntry): CliError {
  return new CliError('CLI_SITE_INVALID', 'no place for it was found in platform.yaml', {
    hint: `Put it in by hand, below supported_platforms:\n${platformItem(entry).trimEnd()}`,
  });
}

function notWritten(error: unknown, directory: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EACCES' && code !== 'EROFS' && code !== 'ENOSPC') return error;
  return new CliError('CLI_FILE_NOT_WRITTEN', `nothing can be written into ${directory}`, {
    hint: 'Run it as the user who may write there: sudo boardtalk channels add',
    cause: error,
  });
}

/** What a messenger needs, from the command line, and from whoever sits at the terminal for the rest. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { MessengerForm, OptionField } from '../../config/messenger-form.ts';
import { mistakeInEndpoint } from '../../config/resolve-messenger.ts';
import { isReference } from '../../config/secrets.ts';
import type { GivenArguments } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Prompt } from '../prompt.ts';

/** A secret itself, or where it is already. */
export type GivenSecret = { readonly text: string } | { readonly reference: string };

/** An option that is no secret, as it stands in platform.yaml. */
export type PlainOption = string | number | boolean | string[];

export interface ChannelAnswers {
  readonly token?: GivenSecret | undefined;
  readonly endpoint?: string | undefined;
  readonly options: ReadonlyMap<string, PlainOption>;
  /** Of those options that are secret. */
  readonly secrets: ReadonlyMap<string, GivenSecret>;
}

interface Asking {
  readonly form: MessengerForm;
  readonly given: GivenArguments;
  readonly cwd: string;
  /** Absent: nobody can be asked. */
  readonly prompt: Prompt | undefined;
}

/** @throws CliError CLI_BAD_ARGUMENTS with all that is missing, where nobody can be asked */
export async function channelAnswers(asking: Asking): Promise<ChannelAnswers> {
  const pairs = pairsOf(asking);
  const missing = asking.prompt === undefined ? missingIn(asking, pairs) : [];
  if (missing.length > 0)
    throw new CliError('CLI_BAD_ARGUMENTS', `${asking.form.title} needs more`, {
      hint: missing.join('\n'),
    });
  const token = await tokenOf(asking);
  const endpoint = await endpointOf(asking);
  const options = new Map<string, PlainOption>();
  const secrets = new Map<string, GivenSecret>();
  for (const [key, field] of Object.entries(asking.form.options)) {
    const value = pairs.get(key) ?? (await ask(asking, key, field));
    if (value === '') continue;
    if (field.kind === 'secret') secrets.set(key, secretOf(key, value, pairs.has(key)));
    else options.set(key, valueOf(key, field, value));
  }
  return { token, endpoint, options, secrets };
}

/** `KEY=VALUE`, of the options there are. */
function pairsOf({ form, given }: Asking): ReadonlyMap<string, string> {
  const known = Object.keys(form.options);
  const list = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  return new Map(
    given.positionals.slice(1).map((pair) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (known.includes(key)) return [key, value];
      const what = key === '' ? `an option is written KEY=VALUE` : `there is no option ${key}`;
      throw new CliError('CLI_BAD_ARGUMENTS', `of ${form.title}: ${what}; ${list}`);
    }),
  );
}

function missingIn({ form, given }: Asking, pairs: ReadonlyMap<string, string>): string[] {
  const { token, endpoint, options } = form;
  const needsToken = token !== undefined && !given.options.has('token-file');
  const needsEndpoint =
    endpoint !== undefined && endpoint.default === undefined && !given.options.has('endpoint');
  const needed = Object.entries(options).filter(
    ([key, { isRequired }]) => isRequired === true && !pairs.has(key),
  );
  return [
    ...(needsToken ? [`--token-file PATH: ${helpOf(token)}`] : []),
    ...(needsEndpoint ? [`--endpoint URL: ${helpOf(endpoint)}`] : []),
    ...needed.map(([key, field]) => `${key}=${placeholderOf(field)}: ${helpOf(field)}`),
  ];
}

function placeholderOf({ kind }: OptionField): string {
  return kind === 'secret' ? 'file:PATH' : kind.toUpperCase();
}

function helpOf({ help, where }: { readonly help: string; readonly where?: string }): string {
  return where === undefined ? help : `${help}. ${where}`;
}

async function tokenOf({ form, given, cwd, prompt }: Asking): Promise<GivenSecret | undefined> {
  const { token } = form;
  const path = given.options.get('token-file');
  if (token === undefined) {
    if (path === undefined) return undefined;
    throw new CliError('CLI_BAD_ARGUMENTS', `${form.title} has no token`);
  }
  if (path !== undefined) return { text: await readSecret(resolve(cwd, path)) };
  prompt?.say(helpOf(token));
  for (;;) {
    const text = (await prompt?.askSecret('token (is not shown):')) ?? '';
    if (text !== '') return { text };
  }
}

async function readSecret(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError('CLI_BAD_ARGUMENTS', `${path} cannot be read`, { cause: error });
  });
  if (text.trim() !== '') return text.trim();
  throw new CliError('CLI_BAD_ARGUMENTS', `${path} is empty: the token belongs there`);
}

async function endpointOf({ form, given, prompt }: Asking): Promise<string | undefined> {
  const { endpoint } = form;
  const named = given.options.get('endpoint');
  if (endpoint === undefined || named !== undefined || prompt === undefined) return named;
  prompt.say(helpOf(endpoint));
  for (;;) {
    const hint = endpoint.default === undefined ? '' : ` (Enter: ${endpoint.default})`;
    const answer = await prompt.ask(`endpoint${hint}:`);
    if (answer === '' && endpoint.default !== undefined) return undefined;
    const mistake = URL.canParse(answer) ? mistakeInEndpoint(endpoint, answer) : NO_ADDRESS;
    if (mistake === undefined) return answer;
    prompt.say([mistake.message, mistake.hint].filter(Boolean).join(': '));
  }
}

/** '' where nothing was said, and nothing has to be. */
async function ask({ prompt }: Asking, key: string, field: OptionField): Promise<string> {
  if (prompt === undefined) return '';
  prompt.say(helpOf(field));
  const { kind, isRequired } = field;
  const how = kind === 'flag' ? ' (yes or no)' : kind === 'list' ? ' (with commas between)' : '';
  const skip = isRequired ? '' : ' (Enter: without)';
  for (;;) {
    const question = `${key}${how}${skip}${kind === 'secret' ? ' (is not shown)' : ''}:`;
    const answer = await (kind === 'secret' ? prompt.askSecret(question) : prompt.ask(question));
    if (answer === '' ? isRequired !== true : isFitting(field, answer)) return answer;
    if (answer !== '') prompt.say(kind === 'number' ? 'this is not a number' : NO_ADDRESS.message);
  }
}

const NO_ADDRESS = { message: 'this is not an address of the form https://host/path', hint: '' };

/** What can be asked for again at once, rather than refused when all is answered. */
function isFitting({ kind }: OptionField, answer: string): boolean {
  if (kind === 'address') return URL.canParse(answer);
  return kind !== 'number' || Number.isFinite(Number(answer));
}

/** On a command line everybody on the machine reads it, and the shell remembers it. */
function secretOf(key: string, value: string, isOnCommandLine: boolean): GivenSecret {
  if (!isOnCommandLine) return { text: value };
  if (isReference(value)) return { reference: value };
  throw new CliError('CLI_BAD_ARGUMENTS', `${key} is secret: write ${key}=file:PATH or env:NAME`);
}

function valueOf(key: string, { kind }: OptionField, value: string): PlainOption {
  switch (kind) {
    case 'number':
      if (Number.isFinite(Number(value))) return Number(value);
      throw new CliError('CLI_BAD_ARGUMENTS', `${key} is a number, not "${value}"`);
    case 'flag':
      return /^(y|yes|true|on|1)$/i.test(value);
    case 'list':
      return value
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '');
    case 'text':
    case 'address':
    case 'secret':
      return value;
  }
}

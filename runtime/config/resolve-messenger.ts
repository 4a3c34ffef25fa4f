/** What a site says about an account on a messenger, held against the form of that messenger. */
import { isLoopback } from '../core/loopback.ts';
import type { Findings } from './form/findings.ts';
import type { Path } from './form/value-at.ts';
import type { EndpointField, MessengerForm, OptionField } from './messenger-form.ts';
import type { OptionValue } from './platform-options.ts';
import { PlatformOptions } from './platform-options.ts';
import type { PlatformFile } from './platform-schema.ts';
import { resolveToken } from './resolve-token.ts';
import { isPlaceholder, type SecretSources } from './secrets.ts';

type PlatformConfig = PlatformFile['supported_platforms'][number];

export interface MessengerPlace {
  /** Of the platform. */
  readonly path: Path;
  readonly sources: SecretSources;
}

const SECURE = ['https:', 'http:'] as const;

const REFERENCE = 'file:PATH, env:NAME or credential:NAME';

export async function resolveMessenger(
  findings: Findings,
  { config, form }: { readonly config: PlatformConfig; readonly form: MessengerForm },
  place: MessengerPlace,
): Promise<PlatformOptions> {
  const { path } = place;
  checkFields(findings, { config, form }, path);
  if (config.endpoint !== undefined) checkEndpoint(findings, { config, form }, path);
  if (form.isExperimental)
    findings.warning({
      path: [...path, 'type'],
      message: `${form.title} is experimental: nobody has verified it against the platform itself`,
      hint: 'try it where nothing depends on it: docs/channels.md',
    });
  return resolveOptions(findings, { config, form }, place);
}

function checkFields(
  findings: Findings,
  { config, form }: { readonly config: PlatformConfig; readonly form: MessengerForm },
  path: Path,
): void {
  const { title, token, endpoint } = form;
  if (token !== undefined && config.auth_token === undefined)
    findings.error({
      path,
      message: `${title} needs the auth_token: ${token.help}`,
      hint: [token.where, `write auth_token: ${REFERENCE}`].filter(Boolean).join('; '),
    });
  if (token === undefined && config.auth_token !== undefined)
    findings.error({ path: [...path, 'auth_token'], message: `${title} has no token` });
  if (config.callback_url !== undefined)
    findings.error({
      path: [...path, 'callback_url'],
      message: 'nothing is posted to a chat: it is asked, and answers',
    });
  if (endpoint !== undefined && endpoint.default === undefined && config.endpoint === undefined)
    findings.error({ path, message: `${title} needs the endpoint: ${endpoint.help}` });
  if (endpoint === undefined && config.endpoint !== undefined)
    findings.error({ path: [...path, 'endpoint'], message: `${title} has no endpoint to choose` });
}

/** What is secret goes to nobody in the clear. */
function checkEndpoint(
  findings: Findings,
  { config, form }: { readonly config: PlatformConfig; readonly form: MessengerForm },
  platform: Path,
): void {
  const { endpoint = '' } = config;
  if (isPlaceholder(endpoint)) return;
  const mistake = mistakeInEndpoint(form.endpoint, endpoint);
  if (mistake !== undefined) findings.error({ path: [...platform, 'endpoint'], ...mistake });
}

/** @param endpoint an address that can be parsed */
export function mistakeInEndpoint(
  field: EndpointField | undefined,
  endpoint: string,
): { readonly message: string; readonly hint?: string } | undefined {
  const [secure, ownMachine] = field?.protocols ?? SECURE;
  const { protocol, hostname, username, password } = new URL(endpoint);
  const isOwn = protocol === ownMachine && isLoopback(hostname.replace(/^\[|\]$/g, ''));
  if (username !== '' || password !== '')
    return { message: 'an address has no name or password in it' };
  if (protocol === secure || isOwn) return undefined;
  return {
    message: 'what is secret would go there unencrypted',
    hint: `write ${secure}//, or ${ownMachine}// for a server on this machine`,
  };
}

async function resolveOptions(
  findings: Findings,
  { config, form }: { readonly config: PlatformConfig; readonly form: MessengerForm },
  { path, sources }: MessengerPlace,
): Promise<PlatformOptions> {
  const given = config.options ?? {};
  const known = Object.keys(form.options);
  for (const key of Object.keys(given).filter((one) => !known.includes(one)))
    findings.unknown('option', key, { path: [...path, 'options', key], known });
  const values = new Map<string, OptionValue>();
  for (const [key, field] of Object.entries(form.options)) {
    const at = [...path, 'options', key];
    const value = given[key];
    if (value === undefined) {
      if (field.isRequired) findings.error({ path, message: missing(form, key, field) });
      continue;
    }
    const resolved =
      field.kind === 'secret' && typeof value === 'string'
        ? await resolveToken(findings, value, { path: at, sources })
        : checkOption(findings, { field, value }, at);
    if (resolved !== undefined) values.set(key, resolved);
  }
  return new PlatformOptions(values);
}

function missing({ title }: MessengerForm, key: string, { help, where }: OptionField): string {
  const found = where === undefined ? '' : ` (${where})`;
  return `${title} needs options.${key}: ${help}${found}`;
}

function checkOption(
  findings: Findings,
  { field, value }: { readonly field: OptionField; readonly value: OptionValue },
  path: Path,
): OptionValue | undefined {
  if (fits(field, value)) return value;
  findings.error({ path, message: `${field.help}: this has to be ${EXPECTED[field.kind]}` });
  return undefined;
}

const EXPECTED: Readonly<Record<OptionField['kind'], string>> = {
  text: 'a text',
  secret: REFERENCE,
  address: 'an address of the form https://host/path',
  number: 'a number',
  flag: 'true or false',
  list: 'a list of texts',
};

function fits({ kind }: OptionField, value: OptionValue): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value !== '';
    case 'address':
      return typeof value === 'string' && URL.canParse(value);
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'secret':
      return false;
  }
}

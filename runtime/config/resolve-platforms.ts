/** The platforms of platform.yaml with their secrets in hand; what is missing, literal or a placeholder is told. */
import { isLoopback } from '../core/loopback.ts';
import type { Findings } from './form/findings.ts';
import type { Path } from './form/value-at.ts';
import { checkMessageTemplate } from './message-template.ts';
import { messengerFormOf } from './messengers.ts';
import type { PlatformOptions } from './platform-options.ts';
import type { PlatformFile } from './platform-schema.ts';
import { resolveMessenger, type MessengerPlace } from './resolve-messenger.ts';
import { resolveToken } from './resolve-token.ts';
import { Secret } from './secret.ts';
import { isPlaceholder, type SecretSources } from './secrets.ts';
import type { SitePlatform } from './site.ts';

type PlatformConfig = PlatformFile['supported_platforms'][number];

interface Place {
  readonly path: Path;
  readonly sources: SecretSources;
  /** Ids of the people of the file. */
  readonly people: readonly string[];
}

export async function resolvePlatforms(
  findings: Findings,
  { supported_platforms: platforms, people }: PlatformFile,
  sources: SecretSources,
): Promise<SitePlatform[]> {
  const ids = people.map(({ id }) => id);
  const resolved: SitePlatform[] = [];
  for (const [index, platform] of platforms.entries()) {
    const place = { path: ['supported_platforms', index], sources, people: ids };
    resolved.push(await resolvePlatform(findings, platform, place));
  }
  checkTokens(findings, resolved);
  return resolved;
}

async function resolvePlatform(
  findings: Findings,
  config: PlatformConfig,
  { path, sources, people }: Place,
): Promise<SitePlatform> {
  const { name, type, endpoint, auth_token: reference, message_template: form } = config;
  const { speaks_as: speaksAs } = config;
  checkCallback(findings, config, path);
  const options = await resolveOptions(findings, config, { path, sources });
  const token = { path: [...path, 'auth_token'], sources };
  if (speaksAs !== undefined && !people.includes(speaksAs))
    findings.unknown('person', speaksAs, { path: [...path, 'speaks_as'], known: people });
  return {
    name,
    type,
    speaksAs,
    ...(options !== undefined && { options, groups: config.groups }),
    ...(config.quiet && { isQuiet: true }),
    ...(type === 'api' && config.alerts && { hearsAlerts: true }),
    endpoint: withoutPlaceholder(findings, endpoint, [...path, 'endpoint']),
    callbackUrl: withoutPlaceholder(findings, config.callback_url, [...path, 'callback_url']),
    authToken: reference === undefined ? undefined : await resolveToken(findings, reference, token),
    ...(reference !== undefined &&
      isPlaceholder(reference) && { placeholderToken: new Secret(reference) }),
    messageTemplate: form && checkMessageTemplate(findings, form, [...path, 'message_template']),
  };
}

async function resolveOptions(
  findings: Findings,
  config: PlatformConfig,
  place: MessengerPlace,
): Promise<PlatformOptions | undefined> {
  const form = messengerFormOf(config.type);
  if (form !== undefined) return resolveMessenger(findings, { config, form }, place);
  const message = `a platform of type ${config.type} has no options`;
  if (config.groups.length > 0)
    findings.error({
      path: [...place.path, 'groups'],
      message: `a platform of type ${config.type} has no groups`,
    });
  if (config.options !== undefined) findings.error({ path: [...place.path, 'options'], message });
  return undefined;
}

/** Nothing is posted that is not signed, nor to anything but a web server. */
function checkCallback(
  findings: Findings,
  { callback_url: address, auth_token: token }: PlatformConfig,
  platform: Path,
): void {
  if (address === undefined || isPlaceholder(address)) return;
  const { protocol, hostname, username, password } = new URL(address);
  const path = [...platform, 'callback_url'];
  if (protocol !== 'https:' && protocol !== 'http:')
    findings.error({ path, message: 'events are only posted to http:// or https://' });
  else if (username !== '' || password !== '')
    findings.error({ path, message: 'an address has no name or password in it', hint: SIGNED });
  else if (token === undefined)
    findings.error({ path, message: 'events are posted signed, and there is no auth_token' });
  else if (protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, '')))
    findings.warning({ path, message: 'events go there unencrypted', hint: 'write https://' });
}

const SIGNED = 'each request is signed with the auth_token';

/** Whoever shows a token has to be one platform. */
function checkTokens(findings: Findings, platforms: readonly SitePlatform[]): void {
  const seen = new Map<string, string>();
  for (const [index, { authToken, name }] of platforms.entries()) {
    if (authToken === undefined) continue;
    const path = ['supported_platforms', index, 'auth_token'];
    const other = seen.get(authToken.reveal());
    if (other !== undefined)
      findings.error({ path, message: `another platform has the same token: ${other}` });
    seen.set(authToken.reveal(), name);
  }
}

function withoutPlaceholder(
  findings: Findings,
  text: string | undefined,
  path: Path,
): string | undefined {
  if (text === undefined || !isPlaceholder(text)) return text;
  tellPlaceholder(findings, path);
  return undefined;
}

function tellPlaceholder(findings: Findings, path: Path): void {
  const message = 'this is a placeholder: until it is filled in, the platform stays off';
  findings.warning({ path, message, hint: 'write the real one, or remove the platform' });
}

/** Which channel of which part `from:` means. Pure. */
import { channelsOf, type ChannelSpec } from '../../core/channel.ts';
import type { BoardConfig } from '../devices-schema.ts';
import { quote } from '../form/quote.ts';
import { suggest } from '../form/suggest.ts';
import { partOptions } from '../part-options.ts';
import type { DriverVocabulary, Vocabulary } from '../vocabulary.ts';

export type ChannelSearch =
  | { readonly found: true; readonly part: string; readonly channel: ChannelSpec }
  /** Without a message: the part's own mistake was told already. */
  | { readonly found: false; readonly message?: string; readonly hint?: string | undefined };

/** @param from `part`, or `part.channel` where the part has several */
export function findChannel(
  parts: BoardConfig['parts'],
  from: string,
  drivers: Vocabulary['drivers'],
): ChannelSearch {
  const [part = '', ...rest] = from.split('.');
  const config = Object.hasOwn(parts, part) ? parts[part] : undefined;
  if (config === undefined) {
    const message = `there is no part ${quote(part)} on this board`;
    return { found: false, message, hint: suggest(part, Object.keys(parts)) };
  }
  const driver = drivers.get(config.driver);
  const channels = driver && offered(driver, config);
  if (channels === undefined) return { found: false };
  return pickChannel(part, rest.join('.'), channels);
}

/** undefined where they depend on options that have a mistake. */
function offered(
  { channels, options: schema }: DriverVocabulary,
  config: BoardConfig['parts'][string],
): readonly ChannelSpec[] | undefined {
  const options = partOptions(config);
  if (typeof channels === 'function' && !schema.safeParse(options).success) return undefined;
  return channelsOf(channels, options);
}

function pickChannel(part: string, name: string, channels: readonly ChannelSpec[]): ChannelSearch {
  const [first, second] = channels;
  if (name === '' && first !== undefined && second === undefined)
    return { found: true, part, channel: first };
  const channel = channels.find((candidate) => candidate.name === name);
  if (channel !== undefined) return { found: true, part, channel };
  const names = channels.map((candidate) => candidate.name);
  if (name === '') {
    const message = `the part ${quote(part)} has several channels`;
    return {
      found: false,
      message,
      hint: `write ${names.map((each) => `${part}.${each}`).join(', ')}`,
    };
  }
  const message = `the part ${quote(part)} has no channel ${quote(name)}`;
  return { found: false, message, hint: suggest(name, names) };
}

/** What an entity offers, before it has a name among the others of its device. */
import type { SiteProperty, Titles } from '../../config/site.ts';
import type { MqttChannelInput } from '../../hal/mqtt-options.ts';
import type { Entity } from './entity.ts';

export interface Draft {
  /** The id it gets unless another property of the device has it. */
  readonly name: string;
  readonly title: Titles;
  readonly channel: MqttChannelInput;
  readonly words?: SiteProperty['words'];
  readonly confirm?: SiteProperty['confirm'];
  /** Default: false; of a number 0, or the end of its range that is nearest. */
  readonly safe?: SiteProperty['safe'];
  /** What it can be told lies so far apart. */
  readonly step?: number;
  readonly settleMs?: number;
  readonly tolerance?: number;
}

/** What an entity makes of the thing it belongs to. */
export interface Drafts {
  /** What the thing is, where this entity says it: `light`. */
  readonly kind?: string;
  readonly drafts: readonly Draft[];
}

/** @returns why not, where it cannot be taken */
export type Compile = (entity: Entity) => Drafts | string;

/** How long a device may take to report what it was told: a Zigbee mesh that finds a new way needs some seconds. */
export const SETTLE_MS = 5_000;

/** Whether something is dangerous to switch on nobody knows before somebody says what hangs on it. */
export const ASK_ON = { to: 'on', people: 1 } as const;

export interface Place {
  readonly topic: string;
  readonly template?: string;
}

/** `<name>_topic` with its template; undefined where the device does not say it. */
export function stateOf(entity: Entity, topicKey: string, templateKey: string): Place | undefined {
  const topic = entity.topic(topicKey);
  const template = entity.template(templateKey);
  if (topic === undefined) return undefined;
  return { topic, ...(template === undefined ? {} : { template }) };
}

export interface CommandPlace extends Place {
  readonly qos: 0 | 1;
}

/**
 * `retain` is not heeded: a broker that keeps an order gives it to a device that comes back tomorrow,
 * when nobody asks for it any more.
 */
export function commandOf(
  entity: Entity,
  topicKey: string,
  templateKey: string,
): CommandPlace | undefined {
  const place = stateOf(entity, topicKey, templateKey);
  if (place === undefined) return undefined;
  const qos = (entity.number('qos') ?? 0) > 0 ? 1 : 0;
  return { ...place, qos };
}

/** `expire_after` in seconds; 0 = never. */
export function expiryOf(entity: Entity): { readonly expireAfterMs?: number } {
  const seconds = entity.number('expire_after') ?? 0;
  return seconds > 0 ? { expireAfterMs: seconds * 1_000 } : {};
}

/** `off_delay` in seconds: it says when something begins, and never when it has ended. */
export function endOf(entity: Entity): { readonly endsAfterMs?: number } {
  const seconds = entity.number('off_delay') ?? 0;
  return seconds > 0 ? { endsAfterMs: seconds * 1_000 } : {};
}

/** A device that is told to be optimistic, or says nothing, does not say how it stands. */
export function saidState<State extends object>(
  entity: Entity,
  state: State | undefined,
): { readonly state?: State } {
  return state === undefined || entity.is('optimistic', true) ? {} : { state };
}

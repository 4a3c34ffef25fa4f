/**
 * All devices that announced themselves, as they said it last: heard on the broker, kept on disk so
 * that they are known after a restart, withdrawn by an empty announcement or with their account.
 *
 * Names are given once and kept: a device keeps its id when another of that name comes, and a rule
 * that names a property goes on meaning the same one.
 */
import { createHash } from 'node:crypto';
import { errorMessage } from '../../core/app-error.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import type { Log } from '../../core/log.ts';
import { z } from '../../core/schema.ts';
import type { Service } from '../../core/service.ts';
import type { DiscoveredDevice } from '../../config/with-discovered.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';
import type { Broker, BrokerMessage } from '../broker/broker.ts';
import type { Accounts } from '../broker/accounts.ts';
import {
  ANNOUNCEMENTS,
  isAnnouncement,
  MAX_ANNOUNCEMENT_BYTES,
  mergeDevices,
  readAnnouncement,
} from './announcement.ts';
import { buildDevice, type BuiltDevice, type DeviceRecord, type Skipped } from './build-device.ts';
import type { Entity } from './entity.ts';
import { idOf } from './plain-name.ts';

const announcementSchema = z.strictObject({
  topic: z.string(),
  account: z.string(),
  text: z.string(),
});
const recordSchema = z.strictObject({ id: z.string(), names: z.record(z.string(), z.string()) });
const announcementSpace = defineSpace({ name: 'device-announcements', schema: announcementSchema });
const recordSpace = defineSpace({ name: 'device-names', schema: recordSchema });

interface Group {
  readonly account: string;
  readonly entities: Entity[];
}

type Announcement = z.infer<typeof announcementSchema>;

/** Some devices have thirty entities. */
const MAX_ANNOUNCEMENTS = 2_000;
export const MAX_DEVICES = 200;
/** Names of devices that went are kept for when they come back. */
const MAX_RECORDS = 5 * MAX_DEVICES;
/** Of all announcements together; those of 200 devices have some megabytes. */
const MAX_BYTES = 8 * 1024 * 1024;
/** A bridge announces everything at once: it is looked at when it has come to an end, … */
const QUIET_MS = 250;
/** … or after this: one that never comes to an end must not hold up the others, … */
const LONGEST_MS = 2_000;
/** … and not more often than this: each time what is new is wired. */
const PAUSE_MS = 2_000;

/** Home Assistant's birth: who hears it announces itself anew (Zigbee2MQTT, Tasmota, ESPHome). */
const BIRTH = 'homeassistant/status';

export interface DeviceRegisterParts {
  readonly broker: Pick<Broker, 'subscribe' | 'publish' | 'port'>;
  readonly accounts: Pick<Accounts, 'grants' | 'onRevoked'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when what `devices` says has changed. Must not reject. */
  readonly onChange: () => Promise<void>;
}

export class DeviceRegister implements Service {
  readonly #parts: DeviceRegisterParts;
  readonly #announcementSpace: Space<Announcement>;
  readonly #recordSpace: Space<DeviceRecord>;
  /** By topic. */
  readonly #announcements = new Map<string, Announcement>();
  /** What each was read as: of thousands, mostly one is new. */
  readonly #read = new WeakMap<Announcement, ReturnType<typeof readAnnouncement>>();
  readonly #records = new Map<string, DeviceRecord>();
  #devices: readonly DiscoveredDevice[] = [];
  #unread: readonly string[] = [];
  #skipped: readonly Skipped[] = [];
  readonly #refused = new Map<string, string>();
  readonly #lane = new Lane();
  #bytes = 0;
  #timer: Timer | undefined;
  /** Since when something waits to be looked at, and when that was done last, monotonic. */
  #waitingMs: number | undefined;
  #tookMs = -Infinity;
  #stops: readonly (() => void)[] = [];

  constructor(parts: DeviceRegisterParts) {
    this.#parts = parts;
    this.#announcementSpace = parts.store.space(announcementSpace);
    this.#recordSpace = parts.store.space(recordSpace);
  }

  get devices(): readonly DiscoveredDevice[] {
    return this.#devices;
  }

  /** What was announced and is not taken at all, and why. */
  get refused(): readonly string[] {
    return [...this.#refused.values(), ...this.#unread];
  }

  /** What devices have besides, and is not taken: kinds that are not supported. */
  get skipped(): readonly Skipped[] {
    return this.#skipped;
  }

  async load(): Promise<void> {
    for (const [, row] of await this.#announcementSpace.list()) this.#put(row.topic, row);
    for (const [key, row] of await this.#recordSpace.list()) this.#records.set(key, row);
    this.#rebuild();
  }

  /** From now on it hears; and says that it does, so that who waits for that announces itself. */
  async start(): Promise<void> {
    const { broker, accounts } = this.#parts;
    this.#stops = [
      broker.subscribe(ANNOUNCEMENTS, (message) => {
        this.#hear(message);
      }),
      accounts.onRevoked((name) => {
        this.#withdraw(name);
      }),
    ];
    if (broker.port === undefined) return;
    await broker.publish(BIRTH, Buffer.from('online'), { qos: 0, retain: true });
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    for (const stop of this.#stops) stop();
    return Promise.resolve();
  }

  #hear({ topic, payload, client }: BrokerMessage): void {
    if (client === undefined || !isAnnouncement(topic)) return;
    const known = this.#announcements.get(topic);
    const objection = this.#objection(payload, known, client);
    if (objection !== undefined) {
      this.#refuse(topic, `${topic} of ${client}: ${objection}`);
      return;
    }
    this.#refused.delete(topic);
    const text = Buffer.from(payload).toString('utf8');
    if (known?.text === text) return;
    this.#put(topic, text === '' ? undefined : { topic, account: client, text });
    this.#soon();
  }

  #put(topic: string, announcement: Announcement | undefined): void {
    this.#bytes -= this.#announcements.get(topic)?.text.length ?? 0;
    this.#announcements.delete(topic);
    if (announcement === undefined) return;
    this.#announcements.set(topic, announcement);
    this.#bytes += announcement.text.length;
  }

  #objection(
    payload: Uint8Array,
    known: Announcement | undefined,
    client: string,
  ): string | undefined {
    if (payload.length > MAX_ANNOUNCEMENT_BYTES)
      return `it has more than ${String(MAX_ANNOUNCEMENT_BYTES / 1024)} KiB`;
    if (known !== undefined && known.account !== client)
      return `${known.account} has announced that already`;
    if (known === undefined && this.#announcements.size >= MAX_ANNOUNCEMENTS)
      return `there are ${String(MAX_ANNOUNCEMENTS)} announcements already`;
    const more = payload.length - (known?.text.length ?? 0);
    if (more > 0 && this.#bytes + more > MAX_BYTES)
      return `all announcements together have ${String(MAX_BYTES / 1024 / 1024)} MiB already`;
    return undefined;
  }

  #refuse(topic: string, note: string): void {
    if (this.#refused.get(topic) === note) return;
    if (this.#refused.size < MAX_DEVICES) this.#refused.set(topic, note);
    this.#parts.log.warn({ note }, 'an announcement is not taken');
  }

  /** Whose account is gone has nothing here any more. A new password for it is no end. */
  #withdraw(account: string): void {
    if (this.#parts.accounts.grants().some(({ name }) => name === account)) return;
    for (const [topic, announcement] of this.#announcements)
      if (announcement.account === account) this.#put(topic, undefined);
    this.#soon();
  }

  #soon(): void {
    const { clock, log } = this.#parts;
    const nowMs = clock.monotonicMs();
    this.#waitingMs ??= nowMs;
    const quietMs = Math.min(nowMs + QUIET_MS, this.#waitingMs + LONGEST_MS);
    const dueMs = Math.max(quietMs, this.#tookMs + PAUSE_MS);
    this.#timer?.cancel();
    this.#timer = clock.after(Math.max(0, dueMs - nowMs), () => {
      this.#waitingMs = undefined;
      this.#tookMs = clock.monotonicMs();
      this.#lane
        .run(() => this.#take())
        .catch((error: unknown) => {
          log.error({ error: errorMessage(error) }, 'devices cannot be taken');
        });
    });
  }

  async #take(): Promise<void> {
    const before = JSON.stringify(this.#devices);
    this.#rebuild();
    await this.#save();
    if (JSON.stringify(this.#devices) !== before) await this.#parts.onChange();
  }

  #rebuild(): void {
    const unread: string[] = [];
    const groups = new Map<string, Group>();
    for (const announcement of this.#announcements.values()) {
      const { topic, account, text } = announcement;
      const entities = this.#read.get(announcement) ?? readAnnouncement(topic, text);
      this.#read.set(announcement, entities);
      if (typeof entities === 'string') unread.push(`${topic} of ${account}: ${entities}`);
      else for (const entity of entities) addTo(groups, account, entity);
    }
    if (groups.size > MAX_DEVICES)
      unread.unshift(`only ${String(MAX_DEVICES)} of ${String(groups.size)} devices are taken`);
    const built = [...groups]
      .sort(([a], [b]) => Number(this.#records.has(b)) - Number(this.#records.has(a)))
      .slice(0, MAX_DEVICES)
      .map(([key, group]) => this.#buildOne(key, group));
    this.#devices = built.flatMap(({ device }) => device ?? []);
    this.#skipped = built.flatMap(({ skipped }) => skipped);
    this.#unread = unread;
  }

  #buildOne(key: string, { account, entities }: Group): BuiltDevice {
    const name = mergeDevices(entities.map(({ device }) => device))?.name ?? '';
    const record = this.#records.get(key) ?? { id: this.#freeId(key, name), names: {} };
    const built = buildDevice(account, entities, record);
    this.#records.set(key, built.record);
    return built;
  }

  #freeId(key: string, name: string): string {
    const suffix = createHash('sha256').update(key).digest('hex').slice(0, 4);
    const id = idOf(name);
    if (id === undefined) return `device-${suffix}`;
    const isTaken = [...this.#records.values()].some((record) => record.id === id);
    return isTaken ? `${id}-${suffix}` : id;
  }

  /** Who was here once keeps its names, as long as there is room for them. */
  #forgetOldest(): readonly Write[] {
    const present = new Set(this.#devices.map(({ part }) => part.name));
    const gone = [...this.#records].filter(([, { id }]) => !present.has(id));
    const oldest = gone.slice(0, Math.max(0, this.#records.size - MAX_RECORDS));
    for (const [key] of oldest) this.#records.delete(key);
    return oldest.map(([key]) => this.#recordSpace.remove(key));
  }

  async #save(): Promise<void> {
    const rows = await this.#announcementSpace.list();
    const saved = new Map(rows.map(([key, { topic, text }]) => [topic, { key, text }]));
    const writes: Write[] = [];
    for (const [topic, announcement] of this.#announcements)
      if (saved.get(topic)?.text !== announcement.text)
        writes.push(this.#announcementSpace.put(rowOf(topic), announcement));
    for (const topic of saved.keys())
      if (!this.#announcements.has(topic))
        writes.push(this.#announcementSpace.remove(rowOf(topic)));
    for (const [key, record] of this.#records) writes.push(this.#recordSpace.put(key, record));
    writes.push(...this.#forgetOldest());
    if (writes.length > 0) await this.#parts.store.durable(writes);
  }
}

/** One account cannot add to the device of another. */
function addTo(groups: Map<string, Group>, account: string, entity: Entity): void {
  const key = `${account}/${entity.device.key}`;
  const group = groups.get(key) ?? { account, entities: [] };
  groups.set(key, group);
  group.entities.push(entity);
}

function rowOf(topic: string): string {
  return createHash('sha256').update(topic).digest('hex').slice(0, 32);
}

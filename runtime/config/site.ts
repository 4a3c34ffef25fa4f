/**
 * A whole site as the other rooms see it: every mistake already found, every default filled in,
 * regulators turned into things, so that nobody behind this file reads YAML.
 */
import type { Value } from '../core/reading.ts';
import type {
  CalibrationConfig,
  Condition,
  DiscoveredConfig,
  InterlockConfig,
  PropertyConfig,
  RegulatorConfig,
} from './devices-schema.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Template } from './form/template.ts';
import type { PlatformOptions } from './platform-options.ts';
import type { PlatformFile } from './platform-schema.ts';
import type { Secret } from './secret.ts';

/** The reserved property that every thing has: its mode. A site cannot declare one of that name. */
export const MODE_PROPERTY = 'mode';

/** What a command is for that tests a line of the board: no property of any thing. */
export const PIN_TEST_PROPERTY = 'pin-test';

/** What a command is for that ends runs of workflows on the board: no property of any thing. */
export const RUNS_PROPERTY = 'workflow-runs';

export type Calibration = CalibrationConfig;
export type { Condition };

export interface Titles {
  readonly en: string;
  readonly zh?: string | undefined;
  readonly de?: string | undefined;
  readonly es?: string | undefined;
}

export interface Site {
  readonly id: string;
  readonly title: string;
  readonly language: 'en' | 'zh';
  /** So long what people wrote is kept, outside the journal; absent: of a board, where nobody writes. */
  readonly keepChatTextMs?: number | undefined;
  /** IANA name; absent: the machine's own. */
  readonly timezone?: string | undefined;
  readonly areas: readonly SiteArea[];
  /** Empty where nobody declared any. */
  readonly floors?: readonly SiteFloor[] | undefined;
  readonly boards: readonly SiteBoard[];
  /** What the site says of devices that announce themselves, by thing. */
  readonly discovered: Readonly<Record<string, DiscoveredConfig>>;
  readonly platforms: readonly SitePlatform[];
  readonly people: readonly PlatformFile['people'][number][];
  /** Asked where the offline understanding does not know; absent: nobody is. */
  readonly modelService?: ModelService | undefined;
  /** What works, and should be looked at: placeholders, literal secrets. */
  readonly warnings: readonly Diagnostic[];
}

/** Where only a placeholder was given, the address or the token is absent. */
export interface SitePlatform {
  readonly name: string;
  readonly type: PlatformFile['supported_platforms'][number]['type'];
  readonly endpoint?: string | undefined;
  readonly callbackUrl?: string | undefined;
  readonly authToken?: Secret | undefined;
  /** What everybody can read in an example: lets whoever is at this machine see what is held, and nothing else. */
  readonly placeholderToken?: Secret | undefined;
  /** The form of an event for it; absent: the published one. */
  readonly messageTemplate?: Template | undefined;
  /** Id of the person in whose name its messages act; absent: it only reads. */
  readonly speaksAs?: string | undefined;
  /** A program that hears of alerts, too. */
  readonly hearsAlerts?: true;
  /** Of a messenger: it tells nobody what they did not ask for there. */
  readonly isQuiet?: true;
  /** Of a messenger: where people are answered before others. */
  readonly groups?: readonly SiteGroup[];
  /** Of a messenger: what its form asks for beside the token and the address. */
  readonly options?: PlatformOptions | undefined;
}

/** A chat of several on a messenger. */
export interface SiteGroup {
  /** The messenger's own id. */
  readonly chat: string;
  /** The most that anybody may do from there. */
  readonly role: 'viewer' | 'operator' | 'technician';
  /** Absent: all. */
  readonly areas?: readonly string[] | undefined;
}

/** A language model behind the OpenAI protocol. */
export interface ModelService {
  /** Up to and including `/v1`. */
  readonly endpoint: string;
  readonly model: string;
  readonly apiKey?: Secret | undefined;
  /** Tokens of question and answer together. */
  readonly maxSequenceLength: number;
  /** For one sentence, all steps together. */
  readonly timeoutMs: number;
  /** Counted upwards: what is said, and the most that may be answered. */
  readonly maxTokensPerDay: number;
}

export interface SiteArea {
  readonly id: string;
  readonly title: Titles;
  readonly aliases: Aliases;
  /** Id of the floor it is on. */
  readonly floor?: string | undefined;
}

export type SiteFloor = Omit<SiteArea, 'floor'>;

export interface Aliases {
  readonly en: readonly string[];
  readonly zh: readonly string[];
  readonly de?: readonly string[] | undefined;
  readonly es?: readonly string[] | undefined;
}

export interface SiteBoard {
  /** The node's name: topic prefix, and the board a command is signed for. */
  readonly id: string;
  /** The folder of `boards/` that describes the hardware. */
  readonly model: string;
  readonly title: Titles;
  readonly parts: readonly SitePart[];
  readonly things: readonly SiteThing[];
}

export interface SitePart {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly claims: readonly string[];
  /** It takes pictures, or looks through what does: what it says is answered by looking. */
  readonly sees?: true;
  /** It announced itself; the site directory has only what it says otherwise of it. */
  readonly isDiscovered?: true;
}

export interface SiteThing {
  readonly id: string;
  readonly board: string;
  readonly title: Titles;
  readonly aliases: Aliases;
  readonly area: string;
  readonly kind: string;
  /** The role a write needs. */
  readonly role: 'viewer' | 'operator' | 'technician' | 'admin';
  readonly properties: readonly SiteProperty[];
  /** Where it comes from, where that is not the site directory: `MQTT, account zigbee`. */
  readonly origin?: string;
}

export interface SiteProperty {
  readonly name: string;
  readonly title: Titles;
  readonly aliases: Aliases;
  readonly type: 'boolean' | 'number';
  readonly unit?: string;
  /** Booleans only: how the two values are said. */
  readonly words: NonNullable<PropertyConfig['words']>;
  /** What can be measured, or written, in the unit. */
  readonly range?: readonly [number, number];
  /** Numbers only: what it can be told lies so far apart, from the lower end of its range. */
  readonly step?: number;
  readonly writable: boolean;
  readonly source: PropertySource;
  readonly everyMs: number;
  readonly staleAfterMs: number;
  readonly faultyAfterMs: number;
  readonly calibrate?: Calibration | undefined;
  /** 0 = the value can be measured at once. */
  readonly settleMs: number;
  readonly tolerance: number;
  readonly proof?: NonNullable<PropertyConfig['proof']> | undefined;
  readonly confirm?: NonNullable<PropertyConfig['confirm']> | undefined;
  readonly onRestart: 'safe' | 'last';
  readonly safe: Value;
  readonly interlocks: readonly InterlockConfig[];
}

export type PropertySource =
  | { readonly kind: 'part'; readonly part: string; readonly channel: string }
  | {
      readonly kind: 'regulator';
      readonly regulator: RegulatorConfig;
      readonly role: 'setpoint' | 'active';
    }
  /** How unlike the usual another property of the thing is, as the node has learned it. */
  | { readonly kind: 'learned'; readonly from: string };

/**
 * What every messenger owes the site, whichever platform it is: proven with the adapter and the core
 * together, on a real store, against a server of the platform that can be made to fail. An adapter brings a
 * `ChannelBench`; the facts know no platform.
 */
import assert from 'node:assert/strict';
import type { Test } from 'uvu';
import type { ChannelAdapter, Traits } from '../../runtime/gateway/channels/channel-adapter.ts';
import { chunkText } from '../../runtime/gateway/channels/chunk-text.ts';
import { ChannelRig, PICTURE, TABLE, type RigPlatform } from '../channel-rig.ts';
import { inTempDirectory } from '../temp-directory.ts';
import { until } from '../until.ts';
import { showsFile, type FileBench } from './shows-file.ts';

/** People of the platform; the first one is Anna of the site. */
export const ANNA = 1001;
export const STRANGER = 6666;
/** Somebody else who has the code as well. */
export const OTHER = 9;

/** What goes wrong with the next message that is sent. */
export type SendMishap = 'too fast' | 'server error' | 'not the platform' | 'answer lost';

/** `picture` is, where those are fetched, something else that is no text: a voice. */
export interface Letter {
  readonly agoS?: number;
  /** `addressed`, `overheard`: in the group of the bench, to the site and not; `elsewhere`: to the site, in a group without rights. */
  readonly kind?:
    'forwarded' | 'picture' | 'from a bot' | 'addressed' | 'overheard' | 'elsewhere' | undefined;
}

/** A server of a platform, and the people there. */
export interface ChannelBench extends Pick<RigPlatform, 'idOf' | 'meets'>, FileBench {
  readonly type: string;
  readonly account: string;
  /** What stands for the platform here, and who proves it: stands in docs/channels.md. */
  readonly verified: string;
  /** The platform's id of a group. Absent: the platform has none, or the adapter knows none. */
  readonly group?: string;
  /** What stands in the group of the site. */
  seenInGroup?(): readonly string[];
  /** No log may show it. */
  readonly secret: string;
  open(): Promise<void>;
  /** The server is away; `open` brings it back. */
  close(): Promise<void>;
  adapter(): ChannelAdapter;
  write(user: number, text: string, letter?: Letter): void;
  press(user: number, label: string): void;
  /** Somebody presses a button that stands in the chat of somebody else. */
  pressOf(owner: number, label: string, user: number): void;
  /** What this person sees of the site, in order. */
  seen(user: number): readonly string[];
  /** Everything is delivered once more. Absent: this platform never does. */
  repeat?(): void;
  /** Messages that the platform still holds for the site: it was not told that they arrived. */
  held(): number;
  /** Absent: a real server, which cannot be told to. */
  failSending?(...mishaps: readonly SendMishap[]): void;
  /** The server answers polls, or what there is instead, with something else than the platform. */
  failHearing?(): void;
  setRevoked(isRevoked: boolean): void;
  /** Whether the platform says that a message is somebody else's, passed on. Default: it does. */
  readonly tellsForwarded?: false;
  /** There is nothing else on this platform: no pictures, nothing forwarded, no bots that say so. */
  readonly hasOnlyText?: true;
  /** Whether the platform says when a message was written. Default: it does. */
  readonly tellsWhen?: false;
}

export type Prove = (rig: ChannelRig, bench: ChannelBench) => Promise<void>;

/** Facts of those platforms only that can do this. */
type Needs = (traits: Traits, bench: ChannelBench) => boolean;

export function channelContract(test: Test, bench: () => ChannelBench): void {
  const example = bench();
  const { traits } = example.adapter();
  for (const [sentence, prove] of Object.entries({ ...HEARING, ...SENDING, ...TROUBLE }))
    if (NEEDS[sentence]?.(traits, example) ?? true) test(sentence, () => withRig(bench(), prove));
}

export async function withRig(bench: ChannelBench, prove: Prove): Promise<void> {
  await bench.open();
  await inTempDirectory(async (directory) => {
    const rig = new ChannelRig(directory, bench);
    await rig.start();
    await prove(rig, bench).finally(() => rig.stop());
    assert.ok(!rig.log.includes(bench.secret), 'a log line has the secret in it');
  }).finally(() => bench.close());
}

const GROUPS =
  'answers in a group whom the site knows, when they name it, with the rights of the group';

const LATE = 'asks before it does what was written long ago';

const HEARING: Readonly<Record<string, Prove>> = {
  'answers a person of the site, as that person, in the order they wrote': async (rig, bench) => {
    for (const text of ['one', 'two', 'three']) bench.write(ANNA, text);
    await until(() => bench.seen(ANNA).length === 3);
    assert.deepEqual(bench.seen(ANNA), ['heard one', 'heard two', 'heard three']);
    assert.deepEqual(rig.said, ['one', 'two', 'three']);
    const [speaker] = rig.speakers;
    assert.deepEqual(
      [speaker?.person, speaker?.role, speaker?.via],
      ['anna', bench.adapter().traits.isForgeable ? 'viewer' : 'operator', bench.type],
    );
  },
  'tells a stranger one polite line and lets nothing through': async (rig, bench) => {
    bench.write(STRANGER, 'switch everything off');
    await until(() => bench.seen(STRANGER).length === 1);
    bench.write(STRANGER, 'owner');
    bench.write(ANNA, 'after');
    await until(() => bench.seen(ANNA).length === 1);
    assert.match(bench.seen(STRANGER).join(), /^I do not know you yet[^\n]*$/);
    assert.deepEqual(rig.said, ['after']);
  },
  'links whoever sends the code, once, and lets them go at once': async (rig, bench) => {
    const code = rig.invite('anna');
    bench.write(STRANGER, code);
    await until(() => bench.seen(STRANGER).length === 1);
    assert.match(bench.seen(STRANGER).join(), /^Hello Anna/);
    bench.write(STRANGER, 'hello');
    await until(() => bench.seen(STRANGER).includes('heard hello'));
    bench.write(OTHER, code);
    await until(() => bench.seen(OTHER).length === 1);
    assert.match(bench.seen(OTHER).join(), /I do not know you/);
    await rig.unlink('anna');
    bench.write(STRANGER, 'again');
    await until(() => bench.seen(STRANGER).length === 3);
    assert.deepEqual(rig.said, ['hello']);
  },
  'does nothing for what is forwarded, no text, or from a bot': async (rig, bench) => {
    bench.write(ANNA, 'off', { kind: 'from a bot' });
    const tellsForwarded = bench.tellsForwarded ?? true;
    if (tellsForwarded) bench.write(ANNA, 'off', { kind: 'forwarded' });
    bench.write(ANNA, '', { kind: 'picture' });
    await until(() => bench.seen(ANNA).length === (tellsForwarded ? 2 : 1));
    assert.match(bench.seen(ANNA).at(-1) ?? '', /only read text/);
    if (tellsForwarded) assert.match(bench.seen(ANNA)[0] ?? '', /forwarded message/);
    assert.deepEqual(rig.said, []);
  },
  [GROUPS]: async (rig, bench) => {
    const seen = (): readonly string[] => bench.seenInGroup?.() ?? [];
    bench.write(ANNA, 'nobody asked', { kind: 'overheard' });
    bench.write(ANNA, 'where is it', { kind: 'elsewhere' });
    bench.write(ANNA, 'how warm is it', { kind: 'addressed' });
    await until(() => seen().length === 1);
    assert.deepEqual(seen(), ['heard how warm is it']);
    assert.deepEqual(rig.said, ['how warm is it']);
    assert.equal(rig.speakers[0]?.role, 'viewer', 'nobody may more than the group');
    const code = rig.invite('anna');
    bench.write(STRANGER, code, { kind: 'addressed' });
    await until(() => seen().length === 2);
    assert.match(seen()[1] ?? '', /^I do not know you yet/);
    bench.write(STRANGER, 'switch everything off', { kind: 'addressed' });
    bench.write(ANNA, 'after', { kind: 'addressed' });
    await until(() => seen().length === 3);
    assert.deepEqual(rig.said, ['how warm is it', 'after']);
  },
  'takes what is delivered twice once': async (rig, bench) => {
    bench.write(ANNA, 'one');
    await until(() => bench.seen(ANNA).length === 1 && bench.held() === 0);
    bench.repeat?.();
    bench.write(ANNA, 'two');
    await until(() => bench.seen(ANNA).length === 2);
    assert.deepEqual(rig.said, ['one', 'two']);
  },
  'answers after a restart what had arrived before it, and once': async (rig, bench) => {
    rig.hold();
    bench.write(ANNA, 'one');
    await until(() => rig.said.length === 1 && bench.held() === 0);
    await rig.restart();
    await until(() => bench.seen(ANNA).length === 1);
    bench.repeat?.();
    bench.write(ANNA, 'two');
    await until(() => bench.seen(ANNA).length === 2);
    assert.deepEqual(bench.seen(ANNA), ['heard one', 'heard two']);
    assert.equal(rig.ids[0], rig.ids[1], 'the same message keeps its id, by which it is done once');
  },
  [LATE]: async (rig, bench) => {
    bench.write(ANNA, 'pump on', { agoS: 600 });
    await until(() => bench.seen(ANNA).length === 1);
    assert.match(bench.seen(ANNA).join(), /“pump on” about 10 min ago/);
    assert.deepEqual(rig.said, []);
    bench.write(ANNA, 'yes');
    await until(() => bench.seen(ANNA).length === 2);
    assert.deepEqual(rig.said, ['pump on']);
    bench.write(ANNA, 'door open', { agoS: 600 });
    await until(() => bench.seen(ANNA).length === 3);
    bench.write(ANNA, 'no');
    await until(() => bench.seen(ANNA).length === 4);
    assert.deepEqual(rig.said, ['pump on']);
  },
  'carries out a stop however late it comes': async (rig, bench) => {
    bench.write(ANNA, 'stop!', { agoS: 600 });
    bench.write(ANNA, '全部停止', { agoS: 600 });
    await until(() => bench.seen(ANNA).length === 2);
    assert.deepEqual(rig.said, ['stop!', '全部停止']);
  },
};

const PICTURES = 'shows a picture where the platform can, and says it where it cannot';
const TABLES = 'sends a table as a file where the platform can, and says it where it cannot';
const EDITS = 'shows how far it is in one message that changes, and clears pressed buttons';
const NUMBERS = 'offers numbers where there are no buttons';
const BUTTONS = 'offers yes and no, good for one press of the one who was asked';
const WAITS = 'waits as long as the platform wants, and tries again after its errors';
const NOT_TAKEN_IN = 'is not taken in by whoever answers instead of the platform';
const NOT_AGAIN = 'never sends again what may have arrived, and says so';
const IDEMPOTENT = 'sends again what may have arrived, where the platform shows it once';

const SENDING: Readonly<Record<string, Prove>> = {
  [BUTTONS]: async (rig, bench) => {
    bench.write(ANNA, 'ask');
    await until(() => bench.seen(ANNA).length === 1);
    bench.pressOf(ANNA, 'Yes', STRANGER);
    bench.press(ANNA, 'Yes');
    await until(() => bench.seen(ANNA).length === 2);
    bench.press(ANNA, 'Yes');
    bench.press(ANNA, 'No');
    await until(() => bench.seen(ANNA).length === 4);
    assert.deepEqual(rig.said, ['ask', 'yes']);
    assert.deepEqual(rig.confirmed, [{ token: 'question-1', answer: 'yes' }]);
    assert.match(bench.seen(ANNA)[2] ?? '', /is over/);
  },
  [NUMBERS]: async (rig, bench) => {
    // Some platforms show each line as a message of its own.
    const seen = (): string => bench.seen(ANNA).join('\n');
    bench.write(ANNA, 'ask');
    await until(() => seen().includes('2 No'));
    assert.match(seen(), /heard ask\s+Reply with the number:\s+1 Yes\s+2 No/);
    bench.write(ANNA, '2');
    await until(() => seen().includes('heard no'));
    bench.write(ANNA, '1');
    await until(() => seen().includes('heard 1'));
    assert.deepEqual(rig.said, ['ask', 'no', '1']);
    assert.deepEqual(rig.confirmed, [{ token: 'question-1', answer: 'no' }]);
  },
  [PICTURES]: (_rig, bench) => showsFile(bench, ANNA, PICTURE),
  [TABLES]: (_rig, bench) => showsFile(bench, ANNA, TABLE),
  [EDITS]: async (_rig, bench) => {
    bench.write(ANNA, 'slow');
    await until(() => bench.seen(ANNA).includes('one of two'));
    await until(() => bench.seen(ANNA).includes('heard slow'));
    assert.deepEqual(bench.seen(ANNA), ['two of two', 'heard slow']);
    if (bench.adapter().traits.mostButtons < 2) return;
    bench.write(ANNA, 'ask');
    await until(() => bench.seen(ANNA).includes('heard ask'));
    bench.press(ANNA, 'Yes');
    await until(() => bench.seen(ANNA).includes('heard ask\n▸ Yes'));
  },
  'brings later news to the chat, once, also over a restart': async (rig, bench) => {
    const before = bench.meets === undefined ? [] : ['heard here'];
    if (bench.meets !== undefined) bench.write(ANNA, 'here');
    await until(() => bench.seen(ANNA).length === before.length);
    await rig.news(ANNA, 'the pump stopped');
    await until(() => bench.seen(ANNA).length > before.length);
    await rig.restart();
    await rig.news(ANNA, 'the pump stopped');
    bench.write(ANNA, 'hello');
    await until(() => bench.seen(ANNA).includes('heard hello'));
    assert.deepEqual(bench.seen(ANNA), [...before, 'the pump stopped', 'heard hello']);
  },
  'sends a long text in pieces, whole and in order': async (rig, bench) => {
    bench.write(ANNA, 'long');
    await until(() => bench.seen(ANNA).join('').includes('END'));
    const { text } = bench.adapter().traits;
    const pieces = bench.seen(ANNA);
    assert.ok(pieces.length === chunkText(rig.longText, text).length);
    assert.ok(pieces.every((piece) => chunkText(piece, text).length === 1));
    assert.equal(pieces.join(' '), rig.longText);
  },
  [WAITS]: async (rig, bench) => {
    bench.failSending?.('too fast', 'server error');
    bench.write(ANNA, 'one');
    bench.write(ANNA, 'two');
    await until(() => bench.seen(ANNA).length === 2);
    assert.deepEqual(bench.seen(ANNA), ['heard one', 'heard two']);
    await until(() => rig.state.unsent.queued === 0);
    assert.deepEqual(rig.state.unsent, { queued: 0, failed: 0, unknown: 0 });
  },
  [NOT_AGAIN]: async (rig, bench) => {
    bench.failSending?.('answer lost');
    bench.write(ANNA, 'one');
    await until(() => rig.state.unsent.unknown === 1);
    bench.failSending?.('not the platform');
    bench.write(ANNA, 'two');
    await until(() => rig.state.unsent.unknown === 2);
    bench.write(ANNA, 'three');
    await until(() => bench.seen(ANNA).includes('heard three'));
    await rig.restart();
    bench.write(ANNA, 'four');
    await until(() => bench.seen(ANNA).includes('heard four'));
    assert.deepEqual(bench.seen(ANNA), ['heard one', 'heard three', 'heard four']);
    assert.equal(rig.state.unsent.unknown, 2);
  },
  [IDEMPOTENT]: async (rig, bench) => {
    bench.failSending?.('answer lost', 'not the platform');
    bench.write(ANNA, 'one');
    bench.write(ANNA, 'two');
    await until(() => bench.seen(ANNA).includes('heard two') && rig.state.unsent.queued === 0);
    assert.deepEqual(bench.seen(ANNA), ['heard one', 'heard two']);
    assert.deepEqual(rig.state.unsent, { queued: 0, failed: 0, unknown: 0 });
  },
};

const NEEDS: Readonly<Record<string, Needs>> = {
  'takes what is delivered twice once': (_traits, bench) => bench.repeat !== undefined,
  [GROUPS]: (_traits, { group }) => group !== undefined,
  [EDITS]: (_traits, bench) => bench.adapter().edit !== undefined,
  'does nothing for what is forwarded, no text, or from a bot': (_traits, bench) =>
    bench.hasOnlyText !== true,
  [NUMBERS]: ({ mostButtons }) => mostButtons === 0,
  [LATE]: (_traits, { tellsWhen }) => tellsWhen ?? true,
  [BUTTONS]: ({ mostButtons }) => mostButtons >= 2,
  [NOT_AGAIN]: ({ isIdempotent }, bench) => !isIdempotent && bench.failSending !== undefined,
  [IDEMPOTENT]: ({ isIdempotent }, bench) => isIdempotent && bench.failSending !== undefined,
  [WAITS]: (_traits, bench) => bench.failSending !== undefined,
  [NOT_TAKEN_IN]: (_traits, bench) => bench.failHearing !== undefined,
};

/** Of the core alone: one platform shows it for all. */

const TROUBLE: Readonly<Record<string, Prove>> = {
  'comes back after the server was away, and loses nothing': async (rig, bench) => {
    bench.write(ANNA, 'one');
    await until(() => bench.seen(ANNA).length === 1);
    await bench.close();
    await until(() => rig.state.trouble !== undefined);
    await rig.news(ANNA, 'meanwhile');
    await bench.open();
    bench.write(ANNA, 'two');
    await until(() => bench.seen(ANNA).length === 3);
    await until(() => rig.state.trouble === undefined);
    assert.deepEqual(new Set(bench.seen(ANNA)), new Set(['heard one', 'meanwhile', 'heard two']));
  },
  [NOT_TAKEN_IN]: async (rig, bench) => {
    await until(() => rig.state.aliveAt !== undefined || rig.state.trouble === undefined);
    bench.failHearing?.();
    bench.write(ANNA, 'wakes the poll that is open');
    bench.write(ANNA, 'two');
    await until(() => bench.seen(ANNA).length === 2);
    assert.ok(rig.log.includes('channel in trouble'), rig.log);
  },
  'says what to do when the token is revoked, and goes on with the right one': async (
    rig,
    bench,
  ) => {
    bench.write(ANNA, 'one');
    await until(() => bench.seen(ANNA).length === 1);
    bench.setRevoked(true);
    bench.write(ANNA, 'wakes the poll that is open');
    await until(() => rig.state.trouble?.cure !== undefined);
    bench.setRevoked(false);
    await until(() => rig.state.trouble === undefined && bench.seen(ANNA).length === 2);
  },
};

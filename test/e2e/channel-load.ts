/**
 * People who use a messenger while their node is killed under them, and what is counted of it. The
 * witnesses stand outside: the platform knows what was delivered to it and what each person saw, and
 * `witness.mjs` what was done to the outputs. Each message of a round is told by its answer.
 */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from '../../runtime/core/schema.ts';
import { soon } from './outside.ts';
import { WitnessedNode, type Death } from './witnessed-node.ts';

/** A platform with its people, as far as a load needs it. */
export interface LoadedPlatform {
  readonly type: string;
  readonly account: string;
  readonly isIdempotent: boolean;
  /** The entry of `supported_platforms`. */
  readonly entry: () => string;
  readonly env: Readonly<Record<string, string>>;
  /** The platform's id of this person. */
  readonly idOf: (user: number) => string;
  write(user: number, text: string): void;
  /** What this person saw, in order. */
  seen(user: number): readonly string[];
  /** What is written from now on is heard: a platform with a past leaves alone what was there before. */
  isHeard(): boolean;
  /** The newest that were taken are delivered again. */
  repeat(count: number): void;
}

/** What came of all rounds. */
export interface Tally {
  messages: number;
  answered: number;
  /** Of those that nobody saw: each is one of `possiblySent`. */
  unseen: number;
  possiblySent: number;
  done: number;
  /** Kills by where they fell. */
  readonly kills: Map<string, number>;
}

/** What somebody says, and how its answer looks. */
interface Said {
  readonly user: number;
  readonly text: string;
  readonly answer: RegExp;
  readonly order?: Order;
}

interface Order {
  readonly valve: Valve;
  /** One that no other order has, %. */
  readonly value: number;
}

const VALVES = ['north', 'south'] as const;
type Valve = (typeof VALVES)[number];
const LINES = { north: 'pwm0', south: 'pwm1' } as const;
const OPERATORS = [1001, 1002] as const;
const ASKERS = [1003, 1004, 1005] as const;
const PEOPLE = [...OPERATORS, ...ASKERS];

/** The steps in which orders differ, %; 0.005 % of the period of 1 ms is 50 ns of the register. */
const STEP = 0.005;
const NS_PER_PERCENT = 10_000;
/** The two orders of a round, %: what is shown tells them apart. */
const LOW = { from: 10, shown: '[1-4]\\d' };
const HIGH = { from: 50, shown: '[5-8]\\d' };

/** Comes after all else in each chat: what was said before it is settled when it is answered. */
const LAST = { text: 'help', answer: /^To do something/ };

/** Nobody asked for it: what a restart did to things comes to those who gave orders. */
const NEWS = /^(The node restarted|What came of “)/;

/** On the way from the inbox to the outbox, in this order; the ack of the platform comes after the first. */
const STAGES = ['arrivals/', 'inbox/', 'tasks/', 'sendings/'] as const;
/** Of each kind so many writes fall into a round at least, mostly. */
const WRITES = 4;
/** So long at most a round takes undisturbed, about. */
const ROUND_MS = 700;

const DEVICES = `areas: { hall: { title: { en: hall } } }
boards:
  bench:
    board: sim
    parts:
${VALVES.map((name, channel) => `      ${name}-dimmer: { driver: pwm-dimmer, chip: pwmchip0, channel: ${String(channel)} }`).join('\n')}
    things:
${VALVES.map((name) => `      ${name}: { title: { en: ${name} valve }, area: hall, kind: valve, properties: { level: { from: ${name}-dimmer } } }`).join('\n')}
`;

const channelsSchema = z.tuple([z.looseObject({ unsent: z.looseObject({ unknown: z.number() }) })]);
const tasksSchema = z.array(z.looseObject({ thing: z.string(), value: z.unknown() }));

export class ChannelLoad {
  readonly tally: Tally = {
    ...{ messages: 0, answered: 0, unseen: 0, possiblySent: 0, done: 0 },
    kills: new Map(),
  };
  readonly #platform: LoadedPlatform;
  readonly #random: () => number;
  readonly #node: WitnessedNode;
  #orders = 0;
  #rounds = 0;

  private constructor(platform: LoadedPlatform, random: () => number, node: WitnessedNode) {
    this.#platform = platform;
    this.#random = random;
    this.#node = node;
  }

  static async start(platform: LoadedPlatform, random: () => number): Promise<ChannelLoad> {
    const files = { devices: DEVICES, platform: platformFile(platform) };
    const node = await WitnessedNode.start(files, platform.env);
    await soon('the messenger is heard', () => platform.isHeard());
    return new ChannelLoad(platform, random, node);
  }

  async remove(): Promise<void> {
    const { code, stdout } = await this.#node.node.cli('journal', 'verify');
    await this.#node.remove();
    assert.equal(code, 0, stdout);
  }

  /** Everybody says two things, the node dies in the midst of it, and what came of each is counted. */
  async round(): Promise<void> {
    const linesBefore = this.#node.lines.length;
    const before = PEOPLE.map((user) => this.#platform.seen(user).length);
    const seen = PEOPLE.map((user, at) => () => this.#platform.seen(user).slice(before[at]));
    const said = PEOPLE.map((user, at) => this.#twoOf(user, at));
    const writing = Promise.all(said.map((two) => this.#say(two)));
    await this.#die(() => said.every((two, at) => (seen[at]?.().length ?? 0) >= two.length));
    await this.#node.killAndBegin();
    await writing;
    if (this.#rounds % 3 === 0) this.#platform.repeat(20);
    for (const user of PEOPLE) this.#platform.write(user, LAST.text);
    await soon('the last of each chat is answered', () =>
      seen.every((texts) => texts().some((text) => LAST.answer.test(text))),
    );
    const lines = this.#node.lines.slice(linesBefore);
    for (const [at, two] of said.entries()) this.#judge(two, seen[at]?.() ?? [], lines);
    await this.#judgeTasks(said.flat());
    await this.#judgeUnseen();
    this.#rounds += 1;
  }

  #twoOf(user: number, at: number): readonly Said[] {
    const [own, other] = at % 2 === 0 ? VALVES : [VALVES[1], VALVES[0]];
    const ask = (valve: Valve): Said => ({
      ...{ user, text: `how far open is the ${valve} valve?` },
      answer: new RegExp(`^${valve} valve: `, 'i'),
    });
    if (at < OPERATORS.length) return [this.#order(user, own, LOW), this.#order(user, own, HIGH)];
    const isOpen = { user, text: `is the ${own} valve open?`, answer: /^(Yes|No)\. / };
    return [isOpen, ask(other)];
  }

  #order(user: number, valve: Valve, { from, shown }: typeof LOW): Said {
    this.#orders += 1;
    const value = Number((from + this.#orders * STEP).toFixed(3));
    const text = `set the ${valve} valve to ${String(value)} %`;
    const receipt = `${valve} valve set to ${shown}[. ]`;
    const answer = new RegExp(
      `^(${receipt}|That message came before[^]*${valve} valve ${shown} %)`,
      'i',
    );
    return { user, text, answer, order: { valve, value } };
  }

  /** Some of it before the node dies, some after; each person in their order. */
  async #say(two: readonly Said[]): Promise<void> {
    for (const { user, text } of two) {
      await delay(this.#random() * 120);
      this.#platform.write(user, text);
    }
  }

  /** By turns at any moment, and at a write of each kind; where so many are not made, at the end of the round. */
  async #die(isThrough: () => boolean): Promise<void> {
    const death = this.#nextDeath();
    if (death === undefined) {
      await delay(this.#random() * ROUND_MS);
    } else {
      this.#node.arm(death);
      await soon('the node dies, or is through', () => this.#node.node.hasEnded || isThrough());
    }
    const isHit = death !== undefined && this.#node.node.hasEnded;
    const where = isHit ? `${death.when} a write to ${death.from}` : 'any moment';
    this.tally.kills.set(where, (this.tally.kills.get(where) ?? 0) + 1);
  }

  #nextDeath(): Death | undefined {
    if (this.#rounds % 2 === 0) return undefined;
    const turn = (this.#rounds - 1) / 2;
    const from = STAGES[turn % STAGES.length] ?? STAGES[0];
    const when = Math.floor(turn / STAGES.length) % 2 === 0 ? 'before' : 'after';
    return { from, isEach: true, when, write: 1 + Math.floor(this.#random() * WRITES) };
  }

  /** Each is answered once, or nobody saw an answer; and nobody saw anything else. */
  #judge(two: readonly Said[], seen: readonly string[], lines: readonly string[]): void {
    for (const { text, answer, order } of two) {
      const answers = seen.filter((one) => answer.test(one));
      const count = answers.length;
      assert.ok(count <= 1, `answered twice: ${text}\n${seen.join('\n')}`);
      this.tally.messages += 1;
      this.tally.answered += count;
      this.tally.unseen += 1 - count;
      if (order !== undefined) this.#judgeOrder(order, answers.join(), lines);
    }
    const expected = [...two.map(({ answer }) => answer), LAST.answer, NEWS];
    const rest = seen.filter((text) => !expected.some((one) => one.test(text)));
    assert.deepEqual(rest, [], `nobody asked for it: ${seen.join('\n')}`);
  }

  /** It is not done twice, and where its person was told so it is done. */
  #judgeOrder({ valve, value }: Order, answer: string, lines: readonly string[]): void {
    const mark = ` ${LINES[valve]} ${String(Math.round(value * NS_PER_PERCENT))}`;
    const count = lines.filter((line) => line.endsWith(mark)).length;
    const what = `${valve} ${String(value)}, written ${String(count)} times: ${answer}`;
    assert.ok(count <= 1, `done twice: ${what}`);
    if (/ set to |: done/.test(answer)) assert.equal(count, 1, `untrue: ${what}`);
    this.tally.done += count;
  }

  async #judgeTasks(said: readonly Said[]): Promise<void> {
    const tasks = tasksSchema.parse(await this.#node.client.command('tasks', '--all'));
    for (const { text, order } of said) {
      const own = tasks.filter(
        ({ thing, value }) => thing === order?.valve && value === order.value,
      );
      assert.ok(own.length <= 1, `two tasks: ${text}`);
    }
  }

  /** What nobody saw is what `boardtalk channels` says was possibly sent; else it is lost. */
  async #judgeUnseen(): Promise<void> {
    const [{ unsent }] = channelsSchema.parse(await this.#node.client.command('channels'));
    this.tally.possiblySent = unsent.unknown;
    const { unseen, possiblySent } = this.tally;
    assert.ok(unseen <= possiblySent, `lost: ${String(unseen)} of ${String(possiblySent)}`);
    if (this.#platform.isIdempotent) assert.equal(possiblySent, 0);
  }
}

function platformFile({ type, account, entry, idOf }: LoadedPlatform): string {
  const people = PEOPLE.map((user) => {
    const identity = `{ platform: ${type}, account: "${account}", user: "${idOf(user)}" }`;
    return `  - { id: p${String(user)}, name: P${String(user)}, role: operator, identities: [${identity}] }`;
  });
  return `site: { id: load }\npeople:\n${people.join('\n')}\nsupported_platforms:\n  - ${entry()}\n`;
}

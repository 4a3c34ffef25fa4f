/**
 * What stands behind the control socket in its tests: the real catalogue and role check over a
 * handful of actions that cover every kind of argument, and a conversation that echoes.
 */
import { defineAction } from '../runtime/actions/action.ts';
import { Catalogue } from '../runtime/actions/catalogue.ts';
import type { ChatMessage, ChatNote, ChatReply } from '../runtime/actions/chat-port.ts';
import { z } from '../runtime/core/schema.ts';
import { duration } from '../runtime/config/fields.ts';
import { authorize } from '../runtime/policy/roles.ts';
import type { ControlPorts } from '../runtime/cli/ports.ts';

const AT = Date.UTC(2026, 5, 1, 12, 0, 5);

export const TANK_READING = {
  thing: 'tank',
  property: 'level',
  value: 62,
  unit: '%',
  quality: 'simulated',
  at: AT,
} as const;

export const PUMP_RECEIPT = {
  command: 'command-1',
  board: 'sim',
  thing: 'pump',
  property: 'power',
  requested: true,
  measured: true,
  evidence: 'sensor',
  at: AT,
  journal: 7,
  proof: {
    thing: 'flow',
    property: 'rate',
    reading: { value: 3.2, unit: 'l/min', quality: 'simulated', at: AT },
  },
} as const;

export const DRY_TANK = {
  code: 'INTERLOCK_REQUIRES',
  message: 'pump.power stays off: tank.level is 3 %, at least 10 % is needed',
  hint: 'Fill the tank.',
  interlock: 'dry-run',
  reading: { ...TANK_READING, value: 3 },
} as const;

const ASKS = { code: 'TASK_CONFIRM', message: 'Really?', hint: 'Say yes.' };
const confirm = { token: 't', question: 'Really?', expiresAt: AT };

const help = (en: string): { en: string; zh: string } => ({ en, zh: en });
const examples = { en: ['turn on the pump'], zh: ['打开水泵'] };

const read = defineAction({
  name: 'read',
  kind: 'read',
  role: 'viewer',
  help: help('Read one or several properties.'),
  examples,
  args: z.strictObject({
    what: z.array(z.string()).min(1).describe('thing.property'),
    compare: z.strictObject({ above: z.number() }).optional(),
    is: z.union([z.boolean(), z.number()]).optional(),
  }),
  positional: ['what'],
  say: () => 'the tank is at 62 %',
  run: ({ what }) => Promise.resolve({ ok: true, data: { rows: what.map(() => TANK_READING) } }),
});

/** `dry` is refused, `heater` asks first, `stuck` fails with its receipt, `broken` throws. */
const set = defineAction({
  name: 'set',
  kind: 'write',
  role: 'operator',
  help: help('Write a property and report what was measured.'),
  examples,
  args: z.strictObject({
    property: z.string().describe('thing.property'),
    value: z.union([z.boolean(), z.number(), z.string()]).describe('The new value'),
    for: duration.optional().describe('How long, as in 10s'),
    maxTries: z.number().int().min(1).optional(),
    dryRun: z.boolean().optional().describe('Only say what would happen'),
  }),
  positional: ['property', 'value'],
  say: () => 'the pump runs',
  run: ({ property }, asker) => {
    asker.onProgress?.({
      task: 'task-1',
      thing: 'pump',
      property: 'power',
      value: true,
      waitingFor: { thing: 'flow', property: 'rate' },
    });
    if (property === 'broken.power') throw new TypeError('a bug');
    if (property === 'dry.power') return Promise.resolve({ ok: false, refusal: DRY_TANK });
    if (property === 'heater.power') return Promise.resolve({ ok: false, refusal: ASKS, confirm });
    const data = { task: 'task-1', receipt: PUMP_RECEIPT };
    if (property !== 'stuck.power') return Promise.resolve({ ok: true, data });
    const refusal = { code: 'DEVICE_CONTRADICTED', message: 'flow.rate disagrees', hint: 'Look.' };
    const receipt = { ...PUMP_RECEIPT, measured: false };
    return Promise.resolve({ ok: false, refusal, data: { task: 'task-1', receipt } });
  },
});

const simFault = defineAction({
  name: 'sim-fault',
  kind: 'write',
  role: 'admin',
  help: help('Let a simulated part fail.'),
  examples,
  args: z.strictObject({ thing: z.string(), kind: z.enum(['stuck', 'noise', 'clear']) }),
  positional: ['thing', 'kind'],
  say: (data) => JSON.stringify(data),
  run: (args) => Promise.resolve({ ok: true, data: args }),
});

/** Says everything it was given, so that tests see what arrived. */
const echo = defineAction({
  name: 'echo',
  kind: 'read',
  role: 'viewer',
  help: help('Say it back.'),
  examples,
  args: z.strictObject({ text: z.string() }),
  positional: ['text'],
  say: (data) => JSON.stringify(data),
  run: ({ text }, { person, role, via, chat, words }) =>
    Promise.resolve({ ok: true, data: { text, person, role, via, chat, words } }),
});

export class FakeControlPorts implements ControlPorts {
  readonly actions = new Catalogue({ actions: [read, set, simFault, echo], authorize });
  readonly heard: ChatMessage[] = [];
  answer: (message: ChatMessage) => Promise<ChatReply> = ({ text }) =>
    Promise.resolve({ reply: `heard: ${text}`, tasks: [], receipts: [] });
  readonly #listeners = new Set<(note: ChatNote) => void>();

  readonly chat: ControlPorts['chat'] = {
    language: 'en',
    handle: (message) => {
      this.heard.push(message);
      return this.answer(message);
    },
    subscribe: (_chat, listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  get listening(): number {
    return this.#listeners.size;
  }

  tell(text: string): void {
    for (const listener of this.#listeners) listener({ chat: 'cli:owner', text, at: AT });
  }
}

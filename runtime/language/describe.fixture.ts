/** An understanding as one short line, so that a table of sentences can be read and compared. */
import type { ActionCall, Understanding } from './understanding.ts';

/** `set pump.power=true for=10s` · `read pump.power is=true` · `unsure:negation` · `yes` · `talk:greeting`. */
export function describe(understanding: Understanding): string {
  switch (understanding.kind) {
    case 'act':
      return understanding.calls.map(describeCall).join(' + ');
    case 'answer':
      return understanding.yes ? 'yes' : 'no';
    case 'talk':
      return `talk:${understanding.topic}`;
    case 'place':
      return `place:${understanding.area ?? ''}`;
    case 'unsure':
      return `unsure:${understanding.reason}`;
  }
}

const WRITES = /^(?:set|mode|cancel|undo)$/;

export function isWrite(understanding: Understanding): boolean {
  return (
    understanding.kind === 'act' && understanding.calls.some(({ action }) => WRITES.test(action))
  );
}

function describeCall({ action, args }: ActionCall): string {
  const words = Object.entries(args).flatMap(([name, value]) => describeArgument(name, value));
  return [action, ...words].join(' ');
}

function describeArgument(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return [value.join(',')];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([key, limit]) => `${key}=${String(limit)}`);
  return name === 'target' || name === 'thing' ? [String(value)] : [`${name}=${String(value)}`];
}

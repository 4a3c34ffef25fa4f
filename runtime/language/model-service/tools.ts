/**
 * What a model may ask for: actions of the catalogue, as tools. Few on purpose. It can look at
 * everything this person may see, and propose one kind of change, which the person then confirms;
 * modes, lock-outs, people, tokens and tasks are not within its reach.
 */
import type { Action } from '../../actions/action.ts';
import type { Site } from '../../config/site.ts';
import { z } from '../../core/schema.ts';
import type { Tool } from './wire.ts';

/** Whether a site has what a tool is for. */
type Has = (boards: Site['boards']) => boolean;

const READING: ReadonlyMap<string, Has> = new Map<string, Has>([
  ['read', () => true],
  ['look', (boards) => boards.some(({ parts }) => parts.some(({ sees }) => sees === true))],
  ['history', () => true],
  ['why', () => true],
  ['tasks', () => true],
  ['boards', (boards) => boards.length > 1],
]);
const WRITING = 'set';

/** Said of a tool in place of its help, where a model needs to know more than a person. */
const ADVICE: Readonly<Record<string, string>> = {
  set: 'Propose one change. The person is asked to confirm it; until then nothing is done.',
  read: 'Read what things measure and how they stand, now.',
};

export interface ToolsAllowed {
  readonly boards: Site['boards'];
  readonly mayWrite: boolean;
}

/** @param actions what this person may use */
export function toolsOf(
  actions: readonly Action[],
  { boards, mayWrite }: ToolsAllowed,
): readonly Tool[] {
  const isWanted = ({ name }: Action): boolean =>
    name === WRITING ? mayWrite : READING.get(name)?.(boards) === true;
  return actions.filter(isWanted).map(toolOf);
}

function toolOf({ name, help, args }: Action): Tool {
  const schema = z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' });
  const { $schema: _, ...parameters } = schema;
  return { type: 'function', function: { name, description: ADVICE[name] ?? help.en, parameters } };
}

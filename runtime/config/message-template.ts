/**
 * The form of the events that other programs get: the published one, or the one a platform has in
 * platform.yaml. Filled by path into parsed JSON, so no text can break out of its place.
 */
import type { Findings } from './form/findings.ts';
import { suggest } from './form/suggest.ts';
import { parseTemplate, type Template } from './form/template.ts';
import { isMap, type Path } from './form/value-at.ts';

/** What a template can name, by its words: `{{task.id}}`. */
export interface MessageValues {
  readonly task: {
    readonly id: string;
    /** What people call it. */
    readonly name: string;
    readonly status: string;
    /** Any JSON. */
    readonly output: unknown;
  };
  readonly event: {
    readonly id: string;
    /** ISO 8601, UTC. */
    readonly at: string;
    /** Empty where nobody named one. */
    readonly channel: string;
  };
}

const NAMES = [
  ...['task.id', 'task.name', 'task.status', 'task.output'],
  ...['event.id', 'event.at', 'event.channel'],
] as const satisfies readonly `${keyof MessageValues}.${string}`[];

/** In the form in which programs give orders, and signed with the same key. */
function isOrder(source: unknown): boolean {
  return isMap(source) && source['event_type'] === 'message';
}

/** As published: whoever wrote a program for it needs no configuration. */
export const PUBLISHED_TEMPLATE = parseTemplate({
  event_type: 'task_update',
  content: { task_id: '{{task.id}}', status: '{{task.status}}', result: '{{task.output}}' },
});

/** @param path of the template in its file */
export function checkMessageTemplate(findings: Findings, source: unknown, path: Path): Template {
  const template = parseTemplate(source);
  if (isOrder(source))
    findings.error({
      path: [...path, 'event_type'],
      message: '"message" is what a program says, and not what it is told',
      hint: 'write another one: what was told could be sent back, signed as it is, and be taken for an order',
    });
  for (const { text, place } of template.placeholders) {
    // What stands within an output is known only when there is one.
    const isKnown = NAMES.some((name) => name === text) || /^task\.output\.[\w.-]+$/.test(text);
    if (isKnown) continue;
    const message = `{{${text}}}: an event has no such value`;
    findings.error({ path: [...path, ...place], message, hint: suggest(text, NAMES) });
  }
  return template;
}

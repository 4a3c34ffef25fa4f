/** Is a device there? Follows the topics where it, or its bridge, says so. */
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import type { MqttAvailability } from '../../runtime/hal/mqtt-options.ts';
import { parseTemplate, type Template } from './template/template.ts';
import { NotUnderstood } from './template/tokens.ts';

interface Voice {
  readonly topic: string;
  readonly template: Template | undefined;
  readonly online: string;
  readonly offline: string;
}

interface Group {
  readonly mode: MqttAvailability['mode'];
  readonly voices: readonly Voice[];
  /** What each said last. */
  readonly said: Map<Voice, boolean>;
  latest: boolean | undefined;
}

export class Presence {
  readonly #groups: readonly Group[];
  #notUnderstood: DriverError | undefined;

  constructor(availability: readonly MqttAvailability[]) {
    this.#groups = availability.map(({ mode, topics }) => ({
      mode,
      voices: topics.map(({ template, ...voice }) => ({
        ...voice,
        template: this.#parse(template),
      })),
      said: new Map(),
      latest: undefined,
    }));
  }

  get topics(): readonly string[] {
    return this.#groups.flatMap(({ voices }) => voices.map(({ topic }) => topic));
  }

  hear(topic: string, text: string, json: unknown): void {
    for (const group of this.#groups)
      for (const voice of group.voices) {
        if (voice.topic !== topic) continue;
        const said = voice.template === undefined ? text : voice.template.render(text, json);
        if (said !== voice.online && said !== voice.offline) continue;
        group.said.set(voice, said === voice.online);
        group.latest = said === voice.online;
      }
  }

  /** Nobody is missed before anything was said: Home Assistant waits for that, too; here the value itself tells. */
  trouble(): DriverError | undefined {
    if (this.#notUnderstood !== undefined) return this.#notUnderstood;
    const group = this.#groups.find((each) => !isThere(each));
    if (group === undefined) return undefined;
    const gone = group.voices.find((voice) => group.said.get(voice) === false);
    return new DriverError('DRIVER_UNAVAILABLE', `it is offline, as ${gone?.topic ?? ''} says`);
  }

  #parse(text: string | undefined): Template | undefined {
    if (text === undefined) return undefined;
    try {
      return parseTemplate(text);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      const message = `this template is not understood: ${JSON.stringify(text)} (${error.message})`;
      this.#notUnderstood = new DriverError('DRIVER_NOT_UNDERSTOOD', message);
      return undefined;
    }
  }
}

function isThere({ mode, voices, said, latest }: Group): boolean {
  if (said.size === 0) return true;
  switch (mode) {
    case 'latest':
      return latest !== false;
    case 'any':
      return voices.some((voice) => said.get(voice) !== false);
    case 'all':
      return voices.every((voice) => said.get(voice) !== false);
  }
}

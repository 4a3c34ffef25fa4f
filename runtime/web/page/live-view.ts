/** The live values, area by area. How far each can be trusted stands beside it, in words. */
import type { Reading } from '../../core/reading.ts';
import type { LiveProperty, LiveThing, Mode } from '../ports.ts';
import { element, find, icon } from './dom.ts';
import type { CardContext } from './receipt-card.ts';
import { valueText } from './value-text.ts';
import type { Word } from './wording.ts';

const MODES: Readonly<Record<Mode, Word>> = {
  auto: 'modeAuto',
  hand: 'modeHand',
  'locked-out': 'modeLocked',
};

export class LiveView {
  readonly #context: CardContext;
  readonly #areas = find('areas', HTMLElement);
  readonly #simulated = find('simulated', HTMLElement);
  readonly #nodes = new Map<string, HTMLElement>();

  constructor(context: CardContext) {
    this.#context = context;
  }

  start(): void {
    this.#context.wording.onChange(() => {
      this.renderAll();
    });
  }

  renderAll(): void {
    const { things } = this.#context.site;
    const areas = [...new Set(things.map(({ area }) => area.id))];
    this.#nodes.clear();
    this.#areas.replaceChildren(
      ...areas.map((id) => this.#area(things.filter(({ area }) => area.id === id))),
    );
    this.#simulated.hidden = !things.some(isSimulated);
  }

  /** After a change of one thing: only its card is drawn again. */
  renderThing(id: string): void {
    const thing = this.#context.site.thing(id);
    const old = this.#nodes.get(id);
    if (thing !== undefined && old !== undefined) old.replaceWith(this.#thing(thing));
  }

  #area(members: readonly LiveThing[]): HTMLElement {
    const [first] = members;
    const title = first === undefined ? '' : this.#context.wording.title(first.area.title);
    const cards = members.map((thing) => this.#thing(thing));
    return element('section', { class: 'area' }, element('h2', {}, title), ...cards);
  }

  #thing(thing: LiveThing): HTMLElement {
    const { wording } = this.#context;
    const title = element('h3', {}, wording.title(thing.title));
    const head = element('div', { class: 'thing-head' }, icon(thing.kind), title);
    if (isControlled(thing)) {
      const mode = wording.text(MODES[thing.mode]);
      head.append(element('span', { class: `badge mode-${thing.mode}` }, mode));
    }
    const attributes = { class: 'thing', 'data-testid': `thing-${thing.id}` };
    const node = element('article', attributes, head);
    for (const property of thing.properties) node.append(this.#property(thing, property));
    this.#nodes.set(thing.id, node);
    return node;
  }

  #property(thing: LiveThing, property: LiveProperty): HTMLElement {
    const { wording } = this.#context;
    const { value, unit, quality } = property.reading;
    const text =
      value === null ? wording.text('noValue') : valueText(wording, value, unit, property);
    const shown = element(
      'span',
      { class: 'value', 'data-testid': `value-${thing.id}-${property.name}` },
      text,
    );
    shown.dataset['quality'] = quality;
    if (typeof value === 'boolean') shown.dataset['on'] = String(value);
    const title = element('span', { class: 'property-title' }, wording.title(property.title));
    return element('div', { class: 'property' }, title, shown, ...this.#doubts(property.reading));
  }

  /** What keeps a reading from being believed; nothing for a good one. */
  #doubts({ quality, at }: Reading): HTMLElement[] {
    const { wording } = this.#context;
    if (quality === 'good') return [];
    const badge = element('span', { class: `badge quality-${quality}` }, wording.text(quality));
    if (quality === 'simulated') return [badge];
    const last = at === 0 ? wording.text('never') : `${wording.text('lastAt')} ${wording.time(at)}`;
    return [badge, element('span', { class: 'last' }, last)];
  }
}

/** A mode means nothing for what can only be read. */
function isControlled({ properties }: LiveThing): boolean {
  return properties.some(({ writable }) => writable);
}

function isSimulated({ properties }: LiveThing): boolean {
  return properties.some(({ reading }) => reading.quality === 'simulated');
}

/**
 * "Why did the pump start?", answered from the journal alone, with no network and no model:
 * cause → person or rule → what allowed it → what was measured → what came after.
 */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Value } from '../core/reading.ts';
import { compareRecords, type JournalRecord } from '../state/journal-entry.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import { JournalTeller } from './journal-teller.ts';
import { findStory } from './story.ts';

export interface WhyQuestion {
  readonly thing?: string | undefined;
  readonly property?: string | undefined;
  /** "why is it *on*": only what led there. */
  readonly value?: Value | undefined;
  /** Epoch ms, inclusive. */
  readonly since?: number | undefined;
  /** Epoch ms, exclusive. */
  readonly before?: number | undefined;
}

export interface WhyAnswer {
  readonly text: string;
  /** Oldest first. */
  readonly entries: readonly JournalRecord[];
}

/** How far back "why" looks; beyond it people ask for the journal itself. */
const LOOK_BACK = 400;
const STARTS = 20;

/** How many things are told when nothing in particular was asked. */
const LATEST = 5;

/** … and when a stretch of time was. */
const LATEST_IN_STRETCH = 20;

const NOTHING_YET = { en: 'Nothing has happened yet.', zh: '还没有发生任何事情。' };
const NOTHING_THEN = { en: 'Nothing happened in that time.', zh: '那段时间没有发生任何事情。' };

export class Why {
  readonly #journal: JournalReader;
  readonly #speech: Speech;
  readonly #teller: JournalTeller;

  constructor({ journal, speech }: { journal: JournalReader; speech: Speech }) {
    this.#journal = journal;
    this.#speech = speech;
    this.#teller = new JournalTeller(speech);
  }

  async answer(question: WhyQuestion, language: Language): Promise<WhyAnswer> {
    const { thing, property, value } = question;
    if (thing === undefined) return this.#whatHappened(question, language);
    const records = await this.#recordsOf(thing, question);
    const entries = findStory(records, { property, value });
    if (entries.length === 0) return { text: this.#nothingKnown(thing, language), entries };
    const about = { thing, others: records };
    const told = entries.map((record) => this.#teller.tell(record, language, about));
    return { text: told.filter((text) => text !== '').join(language === 'zh' ? '' : ' '), entries };
  }

  /** Oldest first: what concerns the property or the whole thing, and the starts of the board among it. */
  async #recordsOf(
    thing: string,
    { property, since, before }: WhyQuestion,
  ): Promise<JournalRecord[]> {
    const range = { since, before, limit: LOOK_BACK, reverse: true };
    const newest = await this.#journal.entries({ thing, ...range });
    const own = newest.filter(
      (record) => record.property === undefined || [record.property, undefined].includes(property),
    );
    const oldest = own.at(-1);
    if (oldest === undefined) return [];
    const { board } = own.find(({ kind }) => kind === 'intent') ?? oldest;
    const stretch = { since: oldest.at, before, limit: STARTS, reverse: true };
    const query = { kind: 'boot', board, ...stretch } as const;
    const boots = await this.#journal.entries(query);
    return [...own, ...boots].sort(compareRecords);
  }

  async #whatHappened({ since, before }: WhyQuestion, language: Language): Promise<WhyAnswer> {
    const range = { since, before, limit: LOOK_BACK, reverse: true };
    const newest = await this.#journal.entries(range);
    const notable = newest.filter((record) => record.kind !== 'outcome');
    const told = notable
      .map((record) => ({ record, text: this.#whole(record, newest, language) }))
      .filter(({ text }) => text !== '')
      .slice(0, since === undefined ? LATEST : LATEST_IN_STRETCH)
      .reverse();
    const nothing = since === undefined ? NOTHING_YET[language] : NOTHING_THEN[language];
    return {
      text: told.map(({ text }) => text).join('\n') || nothing,
      entries: told.map(({ record }) => record),
    };
  }

  /** A write that did not come about is told with why: nobody takes it for a deed. */
  #whole(record: JournalRecord, others: readonly JournalRecord[], language: Language): string {
    const text = this.#teller.tell(record, language, { others });
    const outcome = others.find((one) => one.kind === 'outcome' && one.command === record.command);
    if (record.kind !== 'intent' || outcome === undefined) return text;
    if (outcome.details['status'] === 'done') return text;
    const end = this.#teller.tell(outcome, language);
    return language === 'zh' ? `${text}${end}` : `${text} ${end}`;
  }

  #nothingKnown(thing: string, language: Language): string {
    const name = this.#speech.thing(thing, language);
    return language === 'zh'
      ? `日志里没有关于${name}的相关记录。`
      : `The journal knows nothing about that for ${name}.`;
  }
}

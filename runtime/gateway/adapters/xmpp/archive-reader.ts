/**
 * What arrived while nobody listened, from the archive of the server (XEP-0313): page by page after the last
 * that was heard. It is why nothing is lost between a cut connection and the next.
 */
import { xml, type Client, type Element } from '@xmpp/client';
import { foldAscii } from '../../../core/fold-ascii.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { delayOf, parseMessage } from './parse.ts';

const MAM = 'urn:xmpp:mam:2';
const RSM = 'http://jabber.org/protocol/rsm';

const PAGE = 50;

const PAGE_WITHIN_MS = 15_000;

export interface ArchivePage {
  readonly messages: readonly ArrivedMessage[];
  /** Id of the last one, of whatever kind. */
  readonly last: string | undefined;
  readonly isComplete: boolean;
}

export class ArchiveReader {
  readonly #client: Client;
  readonly #own: string;
  readonly #collecting = new Set<(stanza: Element) => void>();

  constructor(client: Client, own: string) {
    this.#client = client;
    this.#own = own;
  }

  /** @throws when the server has no archive, or does not know the id any more */
  async after(id: string, now: number): Promise<ArchivePage> {
    const query = crypto.randomUUID();
    const found: Element[] = [];
    const collect = (stanza: Element): void => {
      const result = stanza.getChild('result', MAM);
      const from = stanza.attrs['from'];
      const isOwn = from === undefined || foldAscii(from) === this.#own;
      if (result?.attrs['queryid'] === query && isOwn) found.push(result);
    };
    this.#collecting.add(collect);
    try {
      const page = xml('set', { xmlns: RSM }, xml('max', {}, String(PAGE)), xml('after', {}, id));
      const ask = xml('iq', { type: 'set' }, xml('query', { xmlns: MAM, queryid: query }, page));
      const answer = await this.#client.iqCaller.request(ask, PAGE_WITHIN_MS);
      const fin = answer.getChild('fin', MAM);
      const last = fin?.getChild('set', RSM)?.getChildText('last') ?? undefined;
      const messages = found.flatMap((result) => this.#read(result, now) ?? []);
      return {
        messages,
        last,
        isComplete: fin?.attrs['complete'] === 'true' || last === undefined,
      };
    } finally {
      this.#collecting.delete(collect);
    }
  }

  /** To be told of every stanza. @returns whether it was a page of the archive */
  take(stanza: Element): boolean {
    if (stanza.getChild('result', MAM) === undefined) return false;
    for (const collect of this.#collecting) collect(stanza);
    return true;
  }

  #read(result: Element, now: number): ArrivedMessage | undefined {
    const forwarded = result.getChild('forwarded', 'urn:xmpp:forward:0');
    const message =
      forwarded?.getChild('message', 'jabber:client') ?? forwarded?.getChild('message');
    if (forwarded === undefined || message === undefined) return undefined;
    const takenAt = delayOf(message, forwarded);
    return parseMessage(message, { own: this.#own, now, takenAt, archiveId: result.attrs['id'] });
  }
}

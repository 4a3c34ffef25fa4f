/**
 * Everything the page knows and can do, in one place: the parts report changes here, and the whole
 * page is drawn again at most once a frame. Views read it and call it; they keep only what nobody
 * else needs to know, such as a filter.
 */
import type { PropertyAddress, Value } from '../../core/reading.ts';
import type { ServerMessage, SessionAnswer } from '../protocol.ts';
import type { Mode } from '../ports.ts';
import { fetchSession, postLogout } from './board-api.ts';
import { Connection } from './connection.ts';
import { Notices } from './notices.ts';
import { Past } from './past.ts';
import { Preferences } from './preferences.ts';
import { Rest } from './rest.ts';
import { routeOf, type Route } from './route.ts';
import { SiteModel } from './site-model.ts';
import { Transcript } from './transcript.ts';
import { addressText } from './value-text.ts';
import { Wording } from './wording.ts';

export class PageModel {
  readonly #draw: () => void;
  readonly wording = new Wording({ onChange: () => this.changed() });
  readonly preferences = new Preferences({ onChange: () => this.changed() });
  readonly notices = new Notices({ onChange: () => this.changed() });
  readonly site = new SiteModel();
  readonly rest = new Rest({ language: () => this.wording.tag });
  readonly past = new Past({
    rest: this.rest,
    site: this.site,
    onChange: () => this.changed(),
  });
  readonly transcript = new Transcript({ send: (message) => this.connection.send(message) });
  readonly connection = new Connection({
    onState: () => this.changed(),
    onMessage: (message) => this.#receive(message),
    onSignedOut: () => void this.#signedOut(),
    onGivenUp: (id) => this.#giveUp(id),
  });
  /** `asking`: not known yet who is there. */
  stage: 'asking' | 'claim' | 'board' = 'asking';
  isClaimed = false;
  title = 'Boardtalk';
  speaker: { readonly person: string; readonly role: string } | undefined;
  #isDrawing = false;

  constructor({ draw }: { readonly draw: () => void }) {
    this.#draw = draw;
  }

  get route(): Route {
    return routeOf(location.hash);
  }

  get isLive(): boolean {
    return this.connection.state.kind === 'live';
  }

  async begin(): Promise<void> {
    this.preferences.start();
    const session = await fetchSession();
    this.wording.start(session?.language ?? 'en');
    if (session === undefined || session.signedIn) this.enter();
    else this.#showClaim(session);
  }

  /** Drawn in the next frame; where nobody looks, soon. */
  changed(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    const draw = (): void => {
      this.#isDrawing = false;
      this.#draw();
    };
    if (document.hidden) setTimeout(draw);
    else requestAnimationFrame(draw);
  }

  enter(): void {
    this.stage = 'board';
    this.connection.open();
    this.changed();
  }

  async leave(): Promise<void> {
    // Without the board the session lives on there; this page lets go of it all the same.
    await postLogout().catch(() => undefined);
    this.connection.close();
    await this.#signedOut();
  }

  say(text: string): void {
    const said = text.trim();
    if (said === '' || !this.isLive) return;
    this.transcript.say(said);
    this.changed();
  }

  write(address: PropertyAddress, value: Value, lasting?: string): Promise<unknown> {
    const work = this.rest.write(address.thing, address.property, value, lasting);
    return this.notices.follow(addressText(this, address), work);
  }

  setMode(thing: string, mode: Mode, reason: string): Promise<unknown> {
    const title = this.site.thing(thing)?.title ?? { en: thing };
    return this.notices.follow(
      `${this.wording.title(title)} · ${this.wording.text('mode')}`,
      this.rest.run('mode', { thing, mode, reason }),
    );
  }

  async #signedOut(): Promise<void> {
    this.transcript.clear();
    this.speaker = undefined;
    const session = await fetchSession();
    if (session !== undefined) this.#showClaim(session);
  }

  #showClaim(session: SessionAnswer): void {
    this.#setTitle(session.title);
    this.isClaimed = session.claimed;
    this.stage = 'claim';
    this.changed();
  }

  #setTitle(title: string): void {
    this.title = title;
    document.title = `${title} · Boardtalk`;
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'hello':
        this.site.greet(message);
        this.speaker = message.speaker;
        this.#setTitle(message.title);
        break;
      case 'reply':
        this.transcript.reply(message.id, message.reply);
        break;
      case 'note':
        this.transcript.note(message.note);
        break;
      case 'live':
        this.site.apply(message.change);
        break;
      case 'error':
        if (message.id !== undefined) this.transcript.fail(message.id, message.error);
        break;
      case 'tick':
        this.site.setClock(message.now);
    }
    this.changed();
  }

  #giveUp(id: string): void {
    const message = this.wording.text('noAnswer');
    this.transcript.fail(id, { code: 'WEB_NO_ANSWER', message, hint: '' });
    this.changed();
  }
}

/** The language model that a site names: built anew when it names another, and let go when the node stops. */
import type { Action } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { Service } from '../core/service.ts';
import { Advisor } from '../language/model-service/advisor.ts';
import { authorize } from '../policy/roles.ts';
import type { Ground } from './ground.ts';

export class Advice implements Service {
  readonly #ground: Pick<Ground, 'site' | 'clock' | 'wallClock'>;
  readonly #catalogue: Pick<Catalogue, 'list'>;
  readonly #closing = new AbortController();
  #advisor: Advisor | undefined;

  constructor(
    ground: Pick<Ground, 'site' | 'clock' | 'wallClock'>,
    catalogue: Pick<Catalogue, 'list'>,
  ) {
    this.#ground = ground;
    this.#catalogue = catalogue;
    this.#advisor = this.#build();
    ground.site.onChange(() => {
      this.#advisor = this.#build();
    });
  }

  /** undefined where the site names no model service. */
  get advisor(): Advisor | undefined {
    return this.#advisor;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** No stop waits for an answer that may take minutes. */
  stop(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  #build(): Advisor | undefined {
    const { site, clock, wallClock } = this.#ground;
    const service = site.modelService;
    if (service === undefined) return undefined;
    const actionsFor = (asker: Asker): readonly Action[] =>
      this.#catalogue.list().filter((action) => authorize(action, asker) === undefined);
    const sayTime = (at: number): string => wallClock.formatIso(at);
    const closing = this.#closing.signal;
    return new Advisor({ site, service, clock, actionsFor, sayTime, closing });
  }
}

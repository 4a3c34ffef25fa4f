/** W3C Thing Descriptions of the whole site on the mesh, retained. The gateway says them: only it knows where the REST door is. */
import type { LiveSite } from '../config/live-site.ts';
import { RetainedTopics } from '../mesh/link/retained-topics.ts';
import type { Outlet } from '../mesh/link/outlet.ts';
import { describeThing } from '../mesh/thing-description.ts';
import { thingTopic } from '../mesh/topics.ts';

export class Descriptions {
  readonly #site: LiveSite;
  readonly #retained = new RetainedTopics();
  #said: ReadonlySet<string> = new Set();

  constructor({ site, broker }: { readonly site: LiveSite; readonly broker: Outlet }) {
    this.#site = site;
    this.#retained.attach(broker);
  }

  /** From now on, as the site changes. @param base where the REST door is */
  publish(base: string): void {
    this.#sayAll(base);
    this.#site.onChange(() => {
      this.#sayAll(base);
    });
  }

  #sayAll(base: string): void {
    const { id: site, boards } = this.#site;
    const now = new Set<string>();
    for (const thing of boards.flatMap(({ things }) => things)) {
      const topic = thingTopic({ site, node: thing.board }, 'td', thing.id);
      const text = JSON.stringify(describeThing(site, thing, base));
      this.#retained.set(topic, Buffer.from(text), 1);
      now.add(topic);
    }
    for (const gone of this.#said) if (!now.has(gone)) this.#retained.clear(gone);
    this.#said = now;
  }
}

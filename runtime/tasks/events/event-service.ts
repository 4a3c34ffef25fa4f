/** Brings events to the programs that they are for: a courier for each platform, for as long as the node runs. */
import type { SitePlatform } from '../../config/site.ts';
import type { Service } from '../../core/service.ts';
import { EventCourier, type CourierParts, type CourierTrouble } from './event-courier.ts';

export interface EventServiceParts extends CourierParts {
  readonly site: {
    readonly platforms: readonly SitePlatform[];
    onChange(listener: () => void): void;
  };
}

export class EventService implements Service {
  readonly #parts: EventServiceParts;
  readonly #couriers = new Map<string, EventCourier>();
  #stopHearing = (): void => undefined;
  #isRunning = false;

  constructor(parts: EventServiceParts) {
    this.#parts = parts;
    parts.site.onChange(() => {
      if (this.#isRunning) this.#tryAll();
    });
  }

  /** What waits from before goes out at once. */
  start(): Promise<void> {
    this.#isRunning = true;
    this.#stopHearing = this.#parts.book.onTold((platform) => {
      this.#couriers.get(platform)?.wake();
    });
    this.#tryAll();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#stopHearing();
    await Promise.all([...this.#couriers.values()].map((courier) => courier.stop()));
    this.#couriers.clear();
  }

  /** Why nothing is posted to a platform now. */
  trouble(platform: string): CourierTrouble | undefined {
    return this.#couriers.get(platform)?.trouble;
  }

  #tryAll(): void {
    for (const { name, callbackUrl } of this.#parts.site.platforms) {
      const courier = this.#couriers.get(name);
      if (courier !== undefined) courier.tryAgain();
      else if (callbackUrl !== undefined) this.#hire(name);
    }
  }

  #hire(name: string): void {
    const find = (): SitePlatform | undefined =>
      this.#parts.site.platforms.find((platform) => platform.name === name);
    const courier = new EventCourier(name, find, this.#parts);
    this.#couriers.set(name, courier);
    courier.wake();
  }
}

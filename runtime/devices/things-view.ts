/** Living things as whoever only reads them sees them, be they on this board or all over the site. */
import type { PropertyAddress } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import type { Actuator } from './actuator.ts';
import type { LiveProperty, ReadingListener } from './live-property.ts';

export interface ThingsView {
  list(): readonly SiteThing[];
  thing(id: string): SiteThing | undefined;
  find(address: PropertyAddress): LiveProperty | undefined;
  /** Only of this board: what other boards write is theirs to know. */
  actuator(address: PropertyAddress): Actuator | undefined;
  properties(): readonly LiveProperty[];
  /** Hears every sample and every change of quality. Returns how to stop. */
  onReading(listener: ReadingListener): () => void;
}

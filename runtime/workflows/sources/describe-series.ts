/** What the site knows today of a series of its past, as people write it; of one that is gone, nothing. */
import { parseAddress } from '../../core/reading.ts';
import { findUnit } from '../../core/units.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import type { MetricsParts } from './metrics-source.ts';

export function describeSeries(things: Pick<ThingsView, 'find'>): MetricsParts['describe'] {
  return (series) => {
    const address = parseAddress(series);
    const property = address && things.find(address);
    // Only what could be trusted became past.
    const quality = property?.reading().quality === 'simulated' ? 'simulated' : 'good';
    const { thing, spec } = property ?? {};
    const unit = spec?.unit === undefined ? null : (findUnit(spec.unit)?.display ?? spec.unit);
    return { board: thing?.board ?? '', unit, quality };
  };
}

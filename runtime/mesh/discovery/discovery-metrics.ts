/** What discovery counts. Named in `app/`, which hands all declarations to the monitor. */
import type { MetricDeclaration } from '../../core/metric.ts';

export const PEERS: MetricDeclaration = {
  name: 'boardtalk_discovery_peers',
  help: 'Nodes heard of lately on the local network.',
  kind: 'gauge',
};
export const TROUBLES: MetricDeclaration = {
  name: 'boardtalk_discovery_troubles_total',
  help: 'What was wrong on the local network: clone, crowded, flood, malformed, unsent.',
  kind: 'counter',
  labels: ['kind'],
};

export const DISCOVERY_METRICS: readonly MetricDeclaration[] = [PEERS, TROUBLES];

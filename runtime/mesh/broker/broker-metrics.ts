/** What the broker counts. */
import type { MetricDeclaration } from '../../core/metric.ts';

export const BROKER_CLIENTS: MetricDeclaration = {
  name: 'boardtalk_broker_clients',
  help: 'Clients that are connected to the broker of this node: boards and foreign ones.',
  kind: 'gauge',
};
export const BROKER_TROUBLES: MetricDeclaration = {
  name: 'boardtalk_broker_troubles_total',
  help: 'What the broker refused or slowed down, by kind: login, client-id, publish, subscribe, retained, value, frame, flood, slow, broken, crowd, takeover, clone.',
  kind: 'counter',
  labels: ['kind'],
};

export const BROKER_METRICS: readonly MetricDeclaration[] = [BROKER_CLIENTS, BROKER_TROUBLES];

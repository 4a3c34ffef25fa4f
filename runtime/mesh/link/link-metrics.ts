/** What the links between boards and gateway count. */
import type { MetricDeclaration } from '../../core/metric.ts';

export const JOINS: MetricDeclaration = {
  name: 'boardtalk_mesh_joins_total',
  help: 'Times this board joined its gateway.',
  kind: 'counter',
};
export const SPOOFED_GATEWAYS: MetricDeclaration = {
  name: 'boardtalk_mesh_spoofed_gateways_total',
  help: "Brokers that let this board in and could not prove that they have the site's key.",
  kind: 'counter',
};
export const DROPPED_PACKS: MetricDeclaration = {
  name: 'boardtalk_mesh_dropped_packs_total',
  help: 'Packs of late readings that were dropped, oldest first, because the budget was used up.',
  kind: 'counter',
};
export const REFUSED_MESSAGES: MetricDeclaration = {
  name: 'boardtalk_mesh_refused_messages_total',
  help: 'Messages between nodes that were not accepted, by the code of the reason.',
  kind: 'counter',
  labels: ['reason'],
};

export const LINK_METRICS: readonly MetricDeclaration[] = [
  JOINS,
  SPOOFED_GATEWAYS,
  DROPPED_PACKS,
  REFUSED_MESSAGES,
];

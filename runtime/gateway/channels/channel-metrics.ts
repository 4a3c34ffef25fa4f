/** What each messenger of the site counts. */
import type { MetricDeclaration } from '../../core/metric.ts';

export const CHANNEL_ARRIVED: MetricDeclaration = {
  name: 'boardtalk_channel_arrived_total',
  help: 'Messages that arrived, those of strangers too; what a platform delivers twice counts twice.',
  kind: 'counter',
  labels: ['channel'],
};

export const CHANNEL_SENT: MetricDeclaration = {
  name: 'boardtalk_channel_sent_total',
  help: 'Messages that were handed to the platform, by outcome: sent, failed (it will not take it), unknown (possibly sent).',
  kind: 'counter',
  labels: ['channel', 'outcome'],
};

export const CHANNEL_TROUBLE: MetricDeclaration = {
  name: 'boardtalk_channel_trouble',
  help: '1 while a channel cannot hear or cannot send, 0 while it can; `boardtalk channels` says why.',
  kind: 'gauge',
  labels: ['channel'],
};

export const CHANNEL_METRICS: readonly MetricDeclaration[] = [
  CHANNEL_ARRIVED,
  CHANNEL_SENT,
  CHANNEL_TROUBLE,
];

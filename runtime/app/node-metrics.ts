/** Everything a node counts. Declared in the rooms, registered here. */
import { DEVICE_METRICS } from '../devices/device-metrics.ts';
import { CHANNEL_METRICS } from '../gateway/channels/channel-metrics.ts';
import { INFERENCE_METRICS } from '../inference/inference-metrics.ts';
import { BROKER_METRICS } from '../mesh/broker/broker-metrics.ts';
import { DISCOVERY_METRICS } from '../mesh/discovery/discovery-metrics.ts';
import { LINK_METRICS } from '../mesh/link/link-metrics.ts';
import { PROCESS_METRICS } from '../monitor/process-vitals.ts';
import { PrometheusRegistry } from '../monitor/prometheus.ts';
import { HISTORY_METRICS } from '../state/history/history-metrics.ts';

/** Of every node. */
const SHARED = [
  ...PROCESS_METRICS,
  ...DEVICE_METRICS,
  ...INFERENCE_METRICS,
  ...DISCOVERY_METRICS,
  ...LINK_METRICS,
];

export function boardMetrics(): PrometheusRegistry {
  return new PrometheusRegistry(SHARED);
}

export function gatewayMetrics(): PrometheusRegistry {
  return new PrometheusRegistry([
    ...SHARED,
    ...BROKER_METRICS,
    ...HISTORY_METRICS,
    ...CHANNEL_METRICS,
  ]);
}

/** Where there is no broker: a board that is no gateway, a gateway that cannot listen. Parts open, hear nothing, and say why. */
import { DriverError } from './driver-errors.ts';
import type { MqttPort } from './mqtt-port.ts';

export const NO_MQTT: MqttPort = {
  subscribe: () => () => undefined,
  objection: () => noBroker(),
  publish: () => Promise.reject(noBroker()),
};

function noBroker(): DriverError {
  return new DriverError('DRIVER_NO_BROKER', 'this node has no broker');
}

/**
 * The broker of the site as drivers see it: devices that speak MQTT themselves. Every call names the
 * account of the device: it is heard, and told something, only as far as its grant reaches.
 */
export interface MqttPlace {
  /** Of whom: the name in `boardtalk broker grant NAME`. */
  readonly account: string;
  readonly topic: string;
}

export interface MqttDelivery {
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface MqttPort {
  /** Hears what this account publishes there, from now on and what it retained before. Returns how to stop. */
  subscribe(place: MqttPlace, listener: (payload: Uint8Array) => void): () => void;
  /** Why nothing can be told there; undefined when it can. */
  objection(place: MqttPlace): Error | undefined;
  /** Resolves when the broker has handed it on. @throws DriverError DRIVER_NO_BROKER, DRIVER_NOT_GRANTED */
  publish(place: MqttPlace, payload: string, delivery: MqttDelivery): Promise<void>;
}

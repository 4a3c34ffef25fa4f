/** `{ mqtt: zigbee2mqtt/button/action, where: … }`: what may stand there, and what it means. */
import { quote } from '../../../config/form/quote.ts';
import { z } from '../../../core/schema.ts';
import { isTopicFilter } from '../../../mesh/broker/topic-filter.ts';
import { mayBeOurs } from '../../../mesh/topics.ts';
import type { Condition } from '../../condition.ts';
import { checkWhere } from '../check-where.ts';
import type { TriggerPlace } from '../trigger-place.ts';
import { whereForm } from '../where-form.ts';

export interface MqttTrigger {
  readonly kind: 'mqtt';
  /** + and # stand for levels. */
  readonly topic: string;
  readonly where?: Condition | undefined;
}

export const mqttForm = z.strictObject({
  mqtt: z
    .string()
    .optional()
    .describe('A topic of a device or program at the broker of this node; + and # stand for levels')
    .meta({ examples: ['zigbee2mqtt/button/action'] }),
  ...whereForm.shape,
});

export function checkMqtt(
  place: TriggerPlace,
  { mqtt: topic = '', where: text }: z.infer<typeof mqttForm>,
): MqttTrigger | undefined {
  const at = { path: [...place.path, 'mqtt'] };
  const where = checkWhere(place, text);
  if (!isTopicFilter(topic)) {
    const message = `${quote(topic)} is no MQTT topic`;
    const hint =
      'write it as zigbee2mqtt/button/action; + stands for one level, # for all that follow';
    place.findings.error({ ...at, message, hint });
    return undefined;
  }
  if (mayBeOurs(topic)) {
    const message = `${quote(topic)} reaches what boards say to this node`;
    const hint = 'readings, edges and events of boards have triggers of their own';
    place.findings.error({ ...at, message, hint });
    return undefined;
  }
  return text !== undefined && where === undefined ? undefined : { kind: 'mqtt', topic, where };
}

/** MQTT, as the catalogue knows it. */
import type { Messenger } from '../../channels/messenger.ts';
import { MqttAdapter } from './mqtt-adapter.ts';
import { Topics } from './topics.ts';

export const mqtt: Messenger = {
  open: ({ endpoint = 'mqtts://localhost', options, clock }) => {
    const user = options.text('user') ?? 'board';
    return new MqttAdapter({
      ...{ endpoint, user, clock },
      password: options.secret('password'),
      topics: new Topics(options.text('prefix') ?? 'boardtalk', user),
      aclIsSet: options.flag('acl_is_set'),
    });
  },
};

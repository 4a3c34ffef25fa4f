import type { MessengerForm } from '../messenger-form.ts';

export const mqtt: MessengerForm = {
  title: 'MQTT',
  endpoint: {
    help: 'Where the broker is, one that speaks MQTT 5: mqtts://mqtt.example.org:8883',
    protocols: ['mqtts:', 'mqtt:'],
  },
  options: {
    user: {
      kind: 'text',
      isRequired: true,
      help: 'The name of this site at the broker, for nobody else',
      where: 'Whoever keeps the broker gives it',
    },
    password: {
      kind: 'secret',
      help: 'Its password; default: none',
      where: 'Whoever keeps the broker gives it',
    },
    prefix: {
      kind: 'text',
      isRequired: true,
      help: 'Where people write and read: with `site` it is site/in/anna and site/out/anna',
    },
    acl_is_set: {
      kind: 'flag',
      isRequired: true,
      help: 'The broker lets nobody publish on PREFIX/in/NAME but NAME; false: whoever is known there only reads',
    },
  },
};

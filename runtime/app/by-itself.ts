/** What a gateway does without anybody saying so, as far as it leads its site. */
import { refuseMesh } from '../mesh/errors.ts';
import type { NamedService, Service } from '../core/service.ts';
import { endLeftBehind } from '../tasks/left-behind.ts';
import type { ChannelsSide, GatewaySide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';
import { onStart } from './on-start.ts';

/** @param others what else goes on with what was begun, and the messengers, which are for whoever leads alone */
export function byItself(
  { leadership }: Pick<Ground, 'leadership'>,
  gateway: Pick<GatewaySide, 'schedule' | 'workflows' | 'queue' | 'tasks' | 'news'>,
  {
    finishing = [],
    messengers,
  }: {
    readonly finishing?: readonly Service[];
    readonly messengers?: Pick<ChannelsSide, 'channels' | 'endLeft'>;
  } = {},
): NamedService {
  const { schedule, workflows, queue } = gateway;
  const { runs, triggers } = workflows;
  const leftovers = onStart(() => queue.start());
  const service = leadership.whileLeading({
    // A plan that only stops something is carried out whoever leads.
    always: [schedule],
    finishing: [leftovers, ...finishing, runs],
    beginning: [triggers, ...(messengers ? [messengers.channels] : [])],
    endLeft: async () => {
      const message = 'it was begun before this gateway led, and the other one had it too';
      const refusal = refuseMesh('MESH_LEFT', message);
      await runs.endLeft(refusal);
      await endLeftBehind(gateway, refusal);
      await messengers?.endLeft();
    },
    passOver: () => triggers.passOver(),
  });
  return { name: 'what runs by itself', service };
}

/** The queue takes orders at once, and ends after all that gives it some; what the life before left waits until it is known who leads. */
export function endOfWork({ queue }: Pick<GatewaySide, 'queue'>): NamedService {
  return {
    name: 'queue',
    service: { start: () => Promise.resolve(), stop: () => queue.stop() },
  };
}

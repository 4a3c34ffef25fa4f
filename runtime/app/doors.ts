/** Where people come in: the socket in the data directory, and the page. */
import { ControlSocket } from '../cli/control-socket.ts';
import { socketPath } from '../cli/places.ts';
import { LiveView } from '../devices/live-view.ts';
import { PageAccess } from '../policy/page-access.ts';
import { reportHistory } from '../state/history/history-metrics.ts';
import type { History } from '../state/history/history.ts';
import type { WebPorts } from '../web/ports.ts';
import { WebServer } from '../web/web-server.ts';
import { eventDeskOf, type EventsSide } from './events-side.ts';
import type { ChannelsSide, GatewaySide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';

export interface Doors {
  readonly socket: ControlSocket;
  readonly web: WebServer | undefined;
}

export interface DoorParts {
  readonly gateway: GatewaySide;
  readonly history: History;
  readonly events: EventsSide;
  readonly channels: Pick<ChannelsSide, 'channels'>;
}

/** @param isReady are all services started? */
export function buildDoors(
  ground: Ground,
  { gateway, history, events, channels }: DoorParts,
  place: DoorPlaces,
): Doors {
  const { options, site, people, sessions, tokens, claimDesk, metrics, store, log, clock } = ground;
  const { catalogue, conversation, things, modes } = gateway;
  const path = socketPath(options.dataDirectory);
  const socket = new ControlSocket({
    path,
    ports: { actions: catalogue, chat: conversation },
    log,
  });
  const ports = {
    site,
    chat: conversation,
    actions: catalogue,
    live: new LiveView({ site, things, modes, clock }),
    access: new PageAccess({ claimDesk, people, sessions, tokens }),
    events: eventDeskOf(ground, events, gateway),
    messengers: messengersOf(channels),
    hooks: gateway.workflows.hooks,
    health: { live: () => true, ready: () => place.isReady() && store.failure === undefined },
    metrics: () => {
      reportHistory(history, metrics);
      return Promise.resolve(metrics.render());
    },
  };
  const { pageDirectory } = place;
  const web =
    options.http === undefined
      ? undefined
      : new WebServer({ ports, address: options.http, pageDirectory, log, clock });
  return { socket, web };
}

export interface DoorPlaces {
  readonly pageDirectory: string;
  readonly isReady: () => boolean;
}

function messengersOf({ channels }: DoorParts['channels']): WebPorts['messengers'] {
  return {
    receive: (name, request) => {
      const { buffer, byteOffset, byteLength } = request.body;
      return channels.receive(name, {
        ...request,
        body: Buffer.from(buffer, byteOffset, byteLength),
      });
    },
  };
}

/** Where people come in: the socket in the data directory, and the page. */
import { ControlSocket } from '../cli/control-socket.ts';
import { socketPath } from '../cli/places.ts';
import { LiveView } from '../devices/live-view.ts';
import { PageAccess } from '../policy/page-access.ts';
import { WebServer } from '../web/web-server.ts';
import type { BoardSide } from './board-side.ts';
import type { GatewaySide } from './gateway-side.ts';
import type { Ground } from './ground.ts';

export interface Doors {
  readonly socket: ControlSocket;
  readonly web: WebServer | undefined;
}

/** @param isReady are all services started? */
export function buildDoors(
  ground: Ground,
  { role }: BoardSide,
  gateway: GatewaySide,
  place: DoorPlaces,
): Doors {
  const { options, site, people, sessions, claimDesk, metrics, store, log, clock } = ground;
  const { catalogue, conversation } = gateway;
  const path = socketPath(options.dataDirectory);
  const socket = new ControlSocket({
    path,
    ports: { actions: catalogue, chat: conversation },
    log,
  });
  const ports = {
    site: { title: site.title },
    chat: conversation,
    live: new LiveView({ site, things: role.things, modes: role.modes }),
    access: new PageAccess({ claimDesk, people, sessions }),
    health: { live: () => true, ready: () => place.isReady() && store.failure === undefined },
    metrics: () => Promise.resolve(metrics.render()),
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

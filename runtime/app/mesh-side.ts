/** The gateway's half of the mesh: the broker, what boards bring, their bundles, and being found. */
import type { MqttAddress } from '../cli/ports.ts';
import { errorCode, errorMessage } from '../core/app-error.ts';
import type { Service } from '../core/service.ts';
import type { Accounts } from '../mesh/broker/accounts.ts';
import type { ForeignWrite } from '../mesh/broker/broker-gate.ts';
import { Broker } from '../mesh/broker/broker.ts';
import { BundleDesk } from '../mesh/bundle/bundle-desk.ts';
import { DevicePort } from '../mesh/devices/device-port.ts';
import { ForeignTopics } from '../mesh/devices/foreign-topics.ts';
import { DeviceRegister } from '../mesh/devices/device-register.ts';
import { GatewayLink } from '../mesh/link/gateway-link.ts';
import { bundleWorkflows } from '../workflows/board/bundle-form.ts';
import type { History } from '../state/history/history.ts';
import type { JournalCopies } from '../state/journal-copies.ts';
import type { BoardSide } from './board-side.ts';
import { BoardTasks } from './board-tasks.ts';
import { boardVoices } from './board-voices.ts';
import { Descriptions } from './descriptions.ts';
import type { GatewaySide, MeshSide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';
import { onStart } from './on-start.ts';
import { OwnBoardOut } from './own-board-out.ts';
import { Presence } from './presence.ts';
import { VERSION } from './version.ts';

export interface MeshParts {
  readonly board: BoardSide;
  readonly gateway: () => GatewaySide;
  readonly history: History;
  readonly copies: JournalCopies;
  readonly accounts: Accounts;
  readonly foreignWrite: (write: ForeignWrite) => Promise<void>;
  /** Devices that speak MQTT themselves came, changed or went. */
  readonly onDevices: () => Promise<void>;
}

export function buildMeshSide(ground: Ground, listen: MqttAddress, parts: MeshParts): MeshSide {
  const { site, boardId: node, key, store, clock, log, metrics } = ground;
  const { board, accounts, foreignWrite, copies: journals } = parts;
  const shared = { site: site.id, clock, log, metrics };
  const broker = new Broker({ ...shared, listen, accounts, foreignWrite });
  const mqtt = new DevicePort({ broker, accounts });
  const topics = new ForeignTopics({ broker });
  const devices = new DeviceRegister({
    ...{ broker, accounts, store, clock, log, onChange: parts.onDevices },
  });
  const bundles = new BundleDesk({ key, store, outlet: broker });
  const told = new BoardTasks({
    ...{ site, outlet: broker, log, isOnline: (id) => link.isOnline(id) },
    tasks: () => parts.gateway().tasks,
  });
  const events = boardVoices(ground, { ...parts, feed: () => told.feed });
  const link: GatewayLink = new GatewayLink({
    ...shared,
    key,
    store,
    broker,
    bundles,
    journals,
    events,
  });
  const own = new OwnBoardOut({ site: site.id, node, version: VERSION, board, broker, clock });
  const presence = new Presence(ground, listen, () => broker.port);
  const services = [
    { name: 'link', service: link },
    { name: 'broker', service: listen.isDefault ? whereFree(broker, ground) : broker },
    { name: 'devices', service: devices },
    { name: 'own board on the mesh', service: own },
    { name: 'bundles', service: publishing(ground, bundles, { broker, ...parts }) },
    { name: 'tasks told to boards', service: told },
    { name: 'discovery', service: presence },
  ];
  const address = (): string | undefined =>
    broker.port === undefined ? undefined : `${listen.host}:${String(broker.port)}`;
  const descriptions = new Descriptions({ site, broker });
  const describe = (base: string): void => {
    descriptions.publish(base);
  };
  const clones = (): readonly string[] => broker.clones();
  return { link, presence, devices, mqtt, topics, clones, address, describe, services };
}

/** Nobody chose the port: where another program has it, the node runs without other boards, and says so. */
function whereFree(broker: Broker, { log }: Ground): Service {
  return {
    start: async (signal) => {
      try {
        await broker.start(signal);
      } catch (error) {
        if (errorCode(error) !== 'MESH_PORT_BUSY') throw error;
        log.warn({ reason: errorMessage(error) }, 'no other board can join');
      }
    },
    stop: () => broker.stop(),
  };
}

/** Bundles are made when the site has changed, or what its boards do by themselves. */
function publishing(
  { site, log }: Ground,
  bundles: BundleDesk,
  { broker, gateway }: Pick<MeshParts, 'gateway'> & { readonly broker: Broker },
): Service {
  // Without a broker there is nobody to hear of them.
  const publish = async (): Promise<void> => {
    if (broker.port === undefined) return;
    const workflows = bundleWorkflows(gateway().workflows.workflows.list);
    await bundles.update({ site, boards: site.files, workflows });
  };
  const publishSoon = (): void => {
    publish().catch((error: unknown) => {
      log.error({ error }, 'bundles cannot be made');
    });
  };
  return onStart(async () => {
    await bundles.load();
    await publish();
    site.onChange(publishSoon);
    gateway().workflows.workflows.onChange(publishSoon);
  });
}

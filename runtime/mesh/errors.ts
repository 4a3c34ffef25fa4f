/** What can go wrong between the nodes of a site: code → what to do next. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';
import type { Refusal } from '../core/refusal.ts';

export const MESH_ERRORS = {
  MESH_BAD_TOKEN:
    'Make a token on the gateway with: boardtalk board token NAME, and give it to the board whole.',
  MESH_NO_TOKEN:
    'Make one on the gateway with: boardtalk board token NAME, and start the board with --token TOKEN',
  MESH_BAD_MESSAGE:
    'The sender and this node do not speak the same version, or the message was damaged on the way.',
  MESH_FUTURE_READING: 'Compare the clocks of the two nodes with: date -u',
  MESH_FOREIGN_NAME: 'A node speaks for itself only. See which board has the wrong name or token.',
  MESH_PORT_BUSY:
    'Stop the other broker, or choose another port: boardtalk up --mqtt 127.0.0.1:1884',
  MESH_CANNOT_LISTEN: 'Name an address of this machine: boardtalk up --mqtt 127.0.0.1:1883',
  MESH_NOT_LOOPBACK:
    'Listen on 127.0.0.1; in a network you trust, say so with --insecure-mqtt: nothing is encrypted.',
  MESH_NO_SUCH_BOARD: 'See the boards of this site with: boardtalk boards',
  MESH_NO_SUCH_CLIENT: 'See who has credentials with: boardtalk broker list',
  MESH_BAD_FILTER:
    'Name topics as MQTT filters; under bt/1/ only bt/1/SITE/set/… can be granted for writing.',
  MESH_NAME_TAKEN: 'Choose a name that no board of this site has.',
  MESH_BOARD_OFFLINE:
    'Nothing was switched. See which boards are there with: boardtalk boards; check its power and network.',
  MESH_NO_ANSWER:
    'It may have been switched or not. Read it when the board is back; its journal will tell.',
  MESH_BUNDLE_OTHER_BOARD: 'See which board has which name with: boardtalk boards',
  MESH_BUNDLE_OLDER: 'The board keeps the newer one. Save devices.yaml again to make another.',
  MESH_UNREACHABLE:
    'Check that the gateway runs, and that its address is right: --gateway HOST:PORT',
  MESH_NOT_LET_IN:
    'Make a new token on the gateway with: boardtalk board token NAME, and start the board with --token TOKEN',
  MESH_DENIED:
    'Grant what it needs with: boardtalk broker grant NAME --read FILTERS --write FILTERS',
  MESH_STANDS_BACK:
    'Talk to the gateway that leads; or, to let this one lead instead, say here: boardtalk lead',
  MESH_LEFT: 'Look how it stands now, and ask for it again if it is still wanted.',
  MESH_STOPPED: 'The node has not started yet, or is stopping. Try again when it is up.',
} as const;

export type MeshCode = keyof typeof MESH_ERRORS;

export class MeshError extends AppError<MeshCode> {
  constructor(code: MeshCode, message: string, details?: ErrorDetails) {
    super(MESH_ERRORS, code, message, details);
  }
}

export function refuseMesh(code: MeshCode, message: string): Refusal {
  return { code, message, hint: MESH_ERRORS[code] };
}

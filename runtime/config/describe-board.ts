/** What people are told of a board file: the list of boards, docs/hardware.md. */
import type { BoardFile } from './board-file.ts';

export interface BoardDescription {
  readonly id: string;
  readonly title: string;
  /** Absent where the board has no lines of its own, or simulates them. */
  readonly soc?: string;
  readonly verified: BoardFile['verified'];
  readonly buses: readonly BusDescription[];
  readonly headerPins: number;
  /** Lines of the header that parts may use. */
  readonly lines: number;
  readonly accelerators: BoardFile['accelerators'];
}

export interface BusDescription {
  readonly id: string;
  readonly kind: 'i2c' | 'spi' | 'serial' | 'pwm' | 'onewire';
  readonly device?: string;
  /** What turns it on; absent where it always is. */
  readonly enable?: string;
}

export function describeBoard(file: BoardFile): BoardDescription {
  const { id, title, soc, verified, header, reserved, accelerators } = file;
  const free = header.filter(({ line }) => line !== undefined && !Object.hasOwn(reserved, line));
  return {
    ...{ id, title, verified, accelerators },
    ...(soc === undefined ? {} : { soc }),
    buses: describeBuses(file),
    headerPins: header.length,
    lines: free.length,
  };
}

function describeBuses(file: BoardFile): readonly BusDescription[] {
  const several = (['i2c', 'spi', 'serial'] as const).flatMap((kind) =>
    file[kind].map((bus) => describeBus(kind, bus)),
  );
  const pwm = file.pwm.map((bus) => describeBus('pwm', { ...bus, id: bus.chip }));
  if (file.onewire === false) return [...several, ...pwm];
  const onewire = file.onewire === true ? {} : file.onewire;
  return [...several, ...pwm, describeBus('onewire', { ...onewire, id: 'onewire' })];
}

interface Bus {
  readonly id: string;
  readonly device?: string | undefined;
  readonly enable?: string | undefined;
}

function describeBus(kind: BusDescription['kind'], { id, device, enable }: Bus): BusDescription {
  return {
    ...{ id, kind },
    ...(device === undefined ? {} : { device }),
    ...(enable === undefined ? {} : { enable }),
  };
}

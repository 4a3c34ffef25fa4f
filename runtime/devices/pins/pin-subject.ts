/**
 * What a pin is to whoever wants to test it: a line that nothing of the site uses, a part with what
 * people see of it, or no line for a test, with the reason. Pure.
 */
import { adviseLine, findLine } from '../../config/line-address.ts';
import type { BoardFile } from '../../config/board-file.ts';
import type { SiteBoard, SitePart, SiteThing } from '../../config/site.ts';
import type { PropertyAddress } from '../../core/reading.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { HeaderPin } from '../../hal/board.ts';
import { refuseDevice } from '../errors.ts';

export type PinSubject =
  | { readonly kind: 'free'; readonly line: string }
  /** What hangs on it decides how it is tested: by its driver, under its interlocks. */
  | { readonly kind: 'output' | 'input'; readonly line: string; readonly address: PropertyAddress };

export interface BoardOfPins {
  readonly site: Pick<SiteBoard, 'parts' | 'things'>;
  readonly header: readonly HeaderPin[];
}

/**
 * @param line by the name that the board file has for it. One that is on no connector switches
 * something on the board itself, and is nothing to try.
 */
export function pinSubject({ site, header }: BoardOfPins, line: string): PinSubject | Refusal {
  const part = site.parts.find(({ claims }) => claims.includes(`gpio:${line}`));
  if (part !== undefined) return subjectBehind(line, part, site.things);
  const row = header.find((each) => each.line === line);
  if (row === undefined)
    return refusePin(`${line} is on no connector of this board`, `${line} 不在这块板的排针上`);
  const { reserved, buses: [bus] = [] } = row;
  if (reserved !== undefined)
    return refusePin(`${line} is reserved: ${reserved}`, `${line} 已保留：${reserved}`);
  return bus === undefined ? { kind: 'free', line } : ofBus(line, bus);
}

/** @param pin as people write it: `GPIO17`, `gpio 17`, `pin:11`, `pin 11`, `chip-label/17` */
export function findPin(hardware: BoardFile, pin: string): string | Refusal {
  const text = pin.trim().replace(/^pin[ :]?(?=\d|[^ ]+\.\d)/i, 'pin:');
  const spellings = [text, text.toUpperCase(), text.toUpperCase().replace(' ', '')];
  const line = spellings.map((each) => findLine(hardware, each)).find(isFound);
  if (line !== undefined) return line;
  const [, connector, number] = /^pin:(?:(.+)\.)?(\d+)$/.exec(text) ?? [];
  const row = hardware.header.find(
    (each) => each.pin === Number(number) && (connector ?? each.connector) === each.connector,
  );
  if (row !== undefined && row.line === undefined)
    return refusePin(
      `pin ${String(row.pin)} is ${row.label} and no line`,
      `引脚 ${String(row.pin)} 是 ${row.label}，不是信号线`,
    );
  const advice = adviseLine(hardware, text);
  return refusePin(`this board has no line ${pin}: ${advice}`, `这块板没有线 ${pin}`);
}

function isFound(line: string | undefined): line is string {
  return line !== undefined;
}

function subjectBehind(
  line: string,
  part: SitePart,
  things: readonly SiteThing[],
): PinSubject | Refusal {
  const lines = part.claims.filter((claim) => claim.startsWith('gpio:'));
  const behind = things.flatMap((thing) =>
    thing.properties
      .filter(({ source }) => source.kind === 'part' && source.part === part.name)
      .map((property) => ({ property, address: { thing: thing.id, property: property.name } })),
  );
  const [first] = behind;
  const { name } = part;
  if (first === undefined)
    return refusePin(
      `${line} belongs to the part ${name}, which no thing shows`,
      `${line} 属于部件 ${name}，没有任何设备显示它`,
    );
  const { property, address } = first;
  if (lines.length > 1 || behind.length > 1)
    return refusePin(
      `${line} is one of several of the part ${name}: read ${address.thing} instead`,
      `${line} 只是部件 ${name} 的一部分：请改为读取 ${address.thing}`,
    );
  if (!property.writable) return { kind: 'input', line, address };
  if (property.type === 'boolean') return { kind: 'output', line, address };
  return refusePin(
    `${line} drives ${address.thing}.${address.property}, which is more than on and off: set it instead`,
    `${line} 驱动 ${address.thing}.${address.property}，不只是开和关：请直接设置它`,
  );
}

/** Taken as a plain line, most chips do not give it back to the bus before the board starts again. */
function ofBus(line: string, bus: string): Refusal {
  return refusePin(
    `${line} is a line of ${bus}, and a test would cut the bus off`,
    `${line} 是总线 ${bus} 的线，测试会使总线中断`,
  );
}

function refusePin(message: string, zh: string): Refusal {
  return refuseDevice('DEVICE_NO_TEST', message, { zh });
}

/** `bus-scan`: who answers on an I2C bus of this board, whose that is, and who should answer and does not. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Language } from '../../actions/asker.ts';
import { isRefusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { formatAddress } from '../../hal/claim.ts';
import type { Driver } from '../../hal/driver.ts';
import type { FoundChip } from '../../hal/i2c.ts';
import { scanI2c } from '../../hal/i2c-scan.ts';
import { findBus, onBus, type BusBench } from './bus-bench.ts';
import { addressesOf, partsAt, takesAddress } from './parts-at.ts';

interface BusScan {
  readonly bus: string;
  readonly addresses: readonly AddressRow[];
}

interface AddressRow {
  /** `0x44` */
  readonly address: string;
  readonly answers: boolean;
  /** The parts of the configuration that are at this address. */
  readonly parts: readonly { readonly name: string; readonly driver: string }[];
  /** The driver of the kernel that has it. */
  readonly heldBy?: string;
  /** Of an address that is nobody's: the drivers whose parts can have it. */
  readonly mayBe: readonly string[];
}

const argsSchema = z.strictObject({
  bus: z.string().optional().describe('as the board file names it, i2c1; default: the first one'),
});

export function busScanAction(bench: BusBench): Action {
  return defineAction<z.infer<typeof argsSchema>, BusScan>({
    name: 'bus-scan',
    kind: 'read',
    isStep: true,
    role: 'technician',
    help: {
      en: 'Say who answers on an I2C bus of this board, and whose each address is.',
      zh: '扫描本板的 I2C 总线：哪些地址有应答，各属于哪个部件。',
    },
    examples: { en: ['scan i2c1', 'what is on i2c1?'], zh: ['扫描 i2c1'] },
    args: argsSchema,
    positional: ['bus'],
    run: async ({ bus }) => {
      const data = await onBus(findBus(bench, bus), async (found) => ({
        bus: found.id,
        addresses: await rowsOf(bench, found.id, await scanI2c(found)),
      }));
      return isRefusal(data) ? { ok: false, refusal: data } : { ok: true, data };
    },
    say: (scan, { language }) => sayScan(scan, language),
  });
}

async function rowsOf(
  bench: BusBench,
  bus: string,
  found: readonly FoundChip[],
): Promise<readonly AddressRow[]> {
  const parts = bench.parts();
  const chips = new Map(found.map((chip) => [chip.address, chip]));
  const all = new Set([...chips.keys(), ...addressesOf(parts, bus)]);
  const isNobodys = ({ address, heldBy }: FoundChip): boolean =>
    heldBy === undefined && partsAt(parts, bus, address).length === 0;
  // They are loaded only where there is something to guess.
  const drivers = found.some(isNobodys) ? await bench.drivers() : [];
  return [...all]
    .sort((one, other) => one - other)
    .map((address) => {
      const chip = chips.get(address);
      const own = partsAt(parts, bus, address);
      const isOpen = chip !== undefined && isNobodys(chip);
      return {
        address: formatAddress(address),
        answers: chip !== undefined,
        parts: own.map(({ name, driver }) => ({ name, driver })),
        ...(chip?.heldBy === undefined ? {} : { heldBy: chip.heldBy }),
        mayBe: isOpen ? namesAt(drivers, bus, address) : [],
      };
    });
}

function namesAt(drivers: readonly Driver[], bus: string, address: number): readonly string[] {
  return drivers.filter((driver) => takesAddress(driver, bus, address)).map(({ id }) => id);
}

function sayScan({ bus, addresses }: BusScan, language: Language): string {
  const isChinese = language === 'zh';
  if (addresses.length === 0)
    return isChinese
      ? `${bus}：没有应答，也没有配置部件。`
      : `${bus}: nobody answers, and no part of the configuration is there.`;
  const count = addresses.filter(({ answers }) => answers).length;
  const head = isChinese
    ? `${bus}：${String(count)} 个地址有应答`
    : `${bus}: ${String(count)} ${count === 1 ? 'address answers' : 'addresses answer'}`;
  return [head, ...addresses.map((row) => `${row.address}  ${sayRow(row, language)}`)].join('\n');
}

function sayRow(row: AddressRow, language: Language): string {
  const words = WORDS[language];
  const { answers, parts, heldBy, mayBe } = row;
  const own = parts.map(({ name, driver }) => words.part(name, driver)).join(words.comma);
  if (!answers) return words.silent(own);
  if (heldBy !== undefined) return [own, words.kernel(heldBy)].filter(Boolean).join(words.comma);
  if (own !== '') return own;
  return mayBe.length === 0 ? words.unknown : words.mayBe(mayBe.join(words.comma));
}

const WORDS = {
  en: {
    comma: ', ',
    part: (name: string, driver: string) => `${name} (${driver})`,
    silent: (own: string) => `${own}: DOES NOT ANSWER`,
    kernel: (driver: string) => `held by the kernel's driver ${driver}`,
    unknown: "nobody's; no driver here has this address",
    mayBe: (drivers: string) => `nobody's; may be: ${drivers}`,
  },
  zh: {
    comma: '、',
    part: (name: string, driver: string) => `${name}（${driver}）`,
    silent: (own: string) => `${own}：没有应答`,
    kernel: (driver: string) => `由内核驱动 ${driver} 占用`,
    unknown: '未配置；没有驱动使用此地址',
    mayBe: (drivers: string) => `未配置；可能是：${drivers}`,
  },
} as const;

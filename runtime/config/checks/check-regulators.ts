/** Can every regulator work? What it reads, what it moves, and where its setpoint may be. */
import { formatAddress } from '../../core/reading.ts';
import type { RegulatorConfig } from '../devices-schema.ts';
import { keysAt, type Path } from '../form/value-at.ts';
import { checkValue } from './check-value.ts';
import { followAddress, type SiteContext } from './site-context.ts';

const KINDS = ['two-point', 'pid'];

interface Place {
  readonly board: string;
  readonly path: Path;
}

export function checkRegulators(context: SiteContext): void {
  for (const [board, { regulators }] of Object.entries(context.file.boards)) {
    for (const [id, regulator] of Object.entries(regulators)) {
      const place = { board, path: ['boards', board, 'regulators', id] };
      checkKind(context, place);
      checkReading(context, regulator, place);
      checkOutput(context, regulator, place);
      checkSetpoint(context, regulator, place);
    }
  }
}

/** Asked of the file: a kind whose settings are wrong was still named. */
function checkKind({ findings }: SiteContext, { path }: Place): void {
  const kinds = keysAt(findings.document.value, path).filter((key) => KINDS.includes(key));
  if (kinds.length === 1) return;
  const message = kinds.length === 0 ? 'this regulator does nothing' : 'two kinds in one regulator';
  findings.error({ path, part: 'key', message, hint: `name exactly one of: ${KINDS.join(', ')}` });
}

function checkReading(
  context: SiteContext,
  { reading, range }: RegulatorConfig,
  { path }: Place,
): void {
  const place = [...path, 'reading'];
  const facts = followAddress(context, reading, { path: place })?.facts;
  if (facts === undefined) return;
  if (facts.type === 'boolean') {
    const message = `${formatAddress(reading)} is true or false: it has no setpoint`;
    context.findings.error({ path: place, message, hint: 'name a reading that is a number' });
    return;
  }
  for (const [index, bound] of range.entries())
    checkValue(context.findings, bound, { path: [...path, 'range', index], facts });
}

function checkOutput(context: SiteContext, regulator: RegulatorConfig, place: Place): void {
  const { output, pid, 'two-point': twoPoint } = regulator;
  const path = [...place.path, 'output'];
  const facts = followAddress(context, output, { board: place.board, path })?.facts;
  if (facts === undefined) return;
  const { findings } = context;
  const name = formatAddress(output);
  if (!facts.writable) {
    findings.error({ path, message: `${name} can only be read`, hint: 'name an output' });
  } else if (pid === undefined && facts.type === 'number') {
    const message = `${name} is a number, and two-point switches on and off`;
    findings.error({ path, message, hint: 'use pid' });
  } else if (twoPoint === undefined && facts.type === 'boolean') {
    const message = `${name} is true or false, and a PID moves a number`;
    findings.error({ path, message, hint: 'use two-point' });
  } else if (facts.type === 'number') {
    for (const [index, bound] of (pid?.output ?? []).entries())
      checkValue(findings, bound, { path: [...place.path, 'pid', 'output', index], facts });
  }
}

function checkSetpoint(
  context: SiteContext,
  { setpoint, range }: RegulatorConfig,
  { path }: Place,
): void {
  const facts = { type: 'number', range, writable: true, safe: setpoint } as const;
  checkValue(context.findings, setpoint, { path: [...path, 'setpoint'], facts });
}

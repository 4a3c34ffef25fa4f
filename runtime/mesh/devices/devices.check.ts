/** Doctor: is everything taken that announced itself? Whether it answers, `sensors` says. */
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import type { DeviceRegister } from './device-register.ts';

type Register = Pick<DeviceRegister, 'devices' | 'refused' | 'skipped'>;

const SHOWN = 5;

export function devicesCheck({ register }: { readonly register: Register }): DoctorCheck {
  return {
    code: 'devices',
    question: 'Is every device behind MQTT taken that announced itself?',
    look: () => Promise.resolve(examine(register)),
  };
}

function examine({ devices, refused, skipped }: Register): Finding {
  const known = `${String(devices.length)} devices behind MQTT are known${sayBesides(skipped)}`;
  if (refused.length === 0) return { verdict: 'ok', text: known };
  const more = refused.length > SHOWN ? `; and ${String(refused.length - SHOWN)} more` : '';
  const text = `not taken: ${refused.slice(0, SHOWN).join('; ')}${more}`;
  const fix = 'See what is understood, and how many, in docs/devices-behind-mqtt.md';
  return { verdict: 'warn', text, fix };
}

/** `; 3 entities of theirs are not taken: "select" is not supported (2), …`, the most frequent reason first. */
function sayBesides(skipped: Register['skipped']): string {
  if (skipped.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { why } of skipped) counts.set(why, (counts.get(why) ?? 0) + 1);
  const reasons = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, SHOWN)
    .map(([why, count]) => `${why} (${String(count)})`);
  const many = skipped.length === 1 ? 'entity of theirs is' : 'entities of theirs are';
  return `; ${String(skipped.length)} ${many} not taken: ${reasons.join(', ')}`;
}

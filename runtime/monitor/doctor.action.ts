/** `doctor`: what is wrong with this node, and what to do about it. Looks only. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import type { Finding } from '../core/doctor-check.ts';
import { z } from '../core/schema.ts';
import type { Diagnosis, Doctor } from './doctor.ts';

const VERDICTS: Readonly<Record<Language, Readonly<Record<Finding['verdict'], string>>>> = {
  en: { ok: 'ok', warn: 'warning', fail: 'FAILED' },
  zh: { ok: '正常', warn: '注意', fail: '故障' },
};

export function doctorAction({ doctor }: { readonly doctor: Doctor }): Action {
  return defineAction({
    name: 'doctor',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Look for what is wrong with this node, and say how to mend it.',
      zh: '检查本节点的问题并给出处理办法。',
    },
    examples: { en: ['run the doctor'], zh: ['系统自检'] },
    args: z.strictObject({}),
    positional: [],
    run: async () => {
      const data = await doctor.examine();
      return { ok: true, data, isUnwell: data.some(({ verdict }) => verdict === 'fail') };
    },
    say: (diagnoses, { language }) =>
      diagnoses.map((diagnosis) => say(diagnosis, language)).join('\n'),
  });
}

function say({ question, verdict, text, fix }: Diagnosis, language: Language): string {
  const line = `${VERDICTS[language][verdict]}: ${question} ${text}`;
  return fix === undefined ? line : `${line}\n  → ${fix}`;
}

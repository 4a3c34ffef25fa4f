/** What the steps of a workflow do, in the words of people: "pump: switch off; tells anna". */
import type { Language } from '../actions/asker.ts';
import { sayCalls } from '../actions/say-calls.ts';
import type { Speech } from '../actions/speech.ts';
import { isMap } from '../config/form/value-at.ts';
import type { Step } from './workflow.ts';

export function sayDeeds(steps: readonly Step[], speech: Speech, language: Language): string {
  const said = steps
    .filter(({ action }) => action !== 'fetch_data')
    .map((step) => `${sayDeed(step, speech, language)}${sayYes(step, language)}`);
  return said.join(language === 'zh' ? '；' : '; ');
}

function sayDeed({ action, params: { source } }: Step, speech: Speech, language: Language): string {
  const args = isMap(source) ? source : {};
  const isChinese = language === 'zh';
  switch (action) {
    case 'send_notification': {
      const { platform, channel } = args;
      const to = String(channel ?? platform);
      return isChinese ? `通知 ${to}` : `tell ${to}`;
    }
    case 'generate_report':
      return isChinese
        ? `写报告（${String(args['template'])}）`
        : `write the report (${String(args['template'])})`;
    case 'ask':
      return isChinese ? `询问“${String(args['question'])}”` : `ask “${String(args['question'])}”`;
    case 'wait':
      return isChinese ? `等待 ${String(args['for'])}` : `wait ${String(args['for'])}`;
    default:
      return sayCalls(
        [{ action: action.replaceAll('_', '-'), args: { ...args, ...stateOf(args['value']) } }],
        speech,
        language,
      );
  }
}

/** As people write a switch. */
function stateOf(value: unknown): { readonly value?: boolean } {
  return value === 'on' || value === 'off' ? { value: value === 'on' } : {};
}

function sayYes({ approval }: Step, language: Language): string {
  if (approval === undefined) return '';
  return language === 'zh' ? '（每次先征求同意）' : ' (after a yes, each time)';
}

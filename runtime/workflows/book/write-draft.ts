/** From what was said to the text of a workflow, as somebody would have written it by hand; or what is missing for it. */
import type { Asker, Language } from '../../actions/asker.ts';
import type { Speech } from '../../actions/speech.ts';
import { writeYaml } from '../../config/form/yaml-document.ts';
import type { SiteProperty } from '../../config/site.ts';
import { parseAddress } from '../../core/reading.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { peopleNeeded } from '../../tasks/people-needed.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Deed, Draft } from './draft.ts';
import { nameDraft } from './name-draft.ts';
import type { DraftSite, StepText } from './draft-site.ts';
import { reportSteps } from './report-steps.ts';

export interface WrittenDraft {
  readonly name: string;
  readonly text: string;
}

const LONGEST_TITLE = 80;

export function writeDraft(draft: Draft, asker: Asker, given: DraftSite): WrittenDraft | Refusal {
  const sets = draft.deeds.filter((deed) => deed.kind === 'set');
  const switching = sets.map((deed) => setStep(deed, sets, given.site));
  const steps: StepText[] = [...switching];
  for (const deed of draft.deeds) {
    const more = stepsOf(deed, draft, { asker, given, after: switching });
    if (isRefusal(more)) return more;
    steps.push(...more);
  }
  const name = freeName(nameDraft(draft), given.isTaken);
  const title = draft.words.slice(0, LONGEST_TITLE);
  const { cron } = draft.trigger;
  const trigger = cron === undefined ? draft.trigger : `cron ${String(cron)}`;
  return { name, text: writeYaml({ workflows: [{ name, title, trigger, steps }] }) };
}

interface Around {
  readonly asker: Asker;
  readonly given: DraftSite;
  readonly after: readonly StepText[];
}

function stepsOf(deed: Deed, draft: Draft, around: Around): readonly StepText[] | Refusal {
  switch (deed.kind) {
    case 'set':
      return [];
    case 'report':
      return reportSteps(deed, around.asker, around.given);
    case 'tell':
      return tellStep(deed.text, draft, around);
  }
}

type SetDeed = Extract<Deed, { kind: 'set' }>;

function setStep(
  { kind: _, value, ...params }: SetDeed,
  sets: readonly SetDeed[],
  site: DraftSite['site'],
): StepText {
  const { thing = params.target } = parseAddress(params.target) ?? {};
  const property = findProperty(params.target, site);
  const asks = property !== undefined && peopleNeeded(property, { value: value ?? true }, {}) > 0;
  const word = typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
  const { target, ...more } = params;
  return {
    ...(sets.length > 1 && { id: `set_${thing.replaceAll('-', '_')}` }),
    action: 'set',
    ...(asks && { approval: true }),
    params: { target, ...(word !== undefined && { value: word }), ...more },
  };
}

function findProperty(target: string, { boards }: DraftSite['site']): SiteProperty | undefined {
  const address = parseAddress(target);
  const thing = boards
    .flatMap(({ things }) => things)
    .find(({ id }) => id === (address?.thing ?? target));
  return thing?.properties.find(({ name }) => name === address?.property);
}

function tellStep(
  text: string | undefined,
  draft: Draft,
  { asker, given, after }: Around,
): readonly StepText[] | Refusal {
  const page = given.site.platforms.find(({ type }) => type === 'websocket');
  if (page === undefined)
    return refuseWorkflow(
      'WORKFLOW_NOT_BUILT',
      'nobody can be told: platform.yaml has no platform of the type websocket',
    );
  const ids = after.map(({ id, action }) => id ?? action);
  const before = ids.length === 1 ? ids[0] : ids;
  return [
    {
      action: 'send_notification',
      ...(before !== undefined && before.length > 0 && { depends_on: before }),
      params: {
        platform: page.name,
        channel: asker.person,
        text: text ?? noteOf(draft, given.speech, asker.language),
      },
    },
  ];
}

/** `Tank level below 20: it is {{trigger.value}}.` */
function noteOf({ trigger, words }: Draft, speech: Speech, language: Language): string {
  const address = parseAddress(String(trigger['reading']));
  const { above, below, is } = trigger;
  if (address === undefined) return language === 'zh' ? `已执行：${words}` : `Done: ${words}`;
  const name = speech.property(address, language);
  if (typeof is === 'boolean') {
    const state = speech.value(address, is, language);
    return language === 'zh' ? `${name}：${state}` : `${name} is ${state}`;
  }
  const limit = speech.value(address, Number(above ?? below), language);
  if (language === 'zh')
    return `${name}${above === undefined ? '低于' : '高于'} ${limit}：现在 {{trigger.value}}`;
  return `${name} is ${above === undefined ? 'below' : 'above'} ${limit}: {{trigger.value}}`;
}

/** What stands in the file is changed there, and what tells somebody else is theirs. */
function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name.slice(0, 44)}_${String(count)}`;
    if (!isTaken(candidate)) return candidate;
  }
}

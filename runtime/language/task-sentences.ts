/**
 * What people ask of their own work, as whole sentences: how it stands, and what they asked for. Both
 * only read; where nothing here fits, the grammar goes on.
 */
import { dayStretch, type Day } from './past.ts';
import type { Moment } from './schedule.ts';
import type { ActionCall } from './understanding.ts';

type Groups = Readonly<Record<string, string | undefined>>;

const COURTESY = '(?:please|tell me|(?:can|could) you tell me|bitte|por favor|dime|请|请问|告诉我)';
const ID = '(?<id>task-[0-9a-z]+)';
const WORK_EN = '(?:last |latest )?(?:task|job|order|request)s?';
const WORK_DE = '(?:letzten? )?(?:aufgaben?|aufträge|auftrag|bestellung)';
const WORK_ES = '(?:última )?(?:tareas?|orden|pedido)';
const WORK_ZH = '(?:那个|上一个|最后一个)?(?:任务|事情|命令)';

const STANDS = whole(
  `how (?:is|are|about) my ${WORK_EN}(?: going| doing| coming along)?(?: now)?`,
  `what (?:about|became of|happened to) my ${WORK_EN}`,
  `(?:what is |what's |show me |show )?(?:the )?(?:status|state|progress) of my ${WORK_EN}`,
  `(?:is|are) my ${WORK_EN} (?:done|finished|over|ready)(?: yet| already)?`,
  `(?:show me |show )?my ${WORK_EN}`,
  `(?:how is|what about|status of|state of|task) ${ID}`,
  `wie (?:steht es|stehts|sieht es|läuft es) (?:um|mit) (?:meine[rn]?|meinem) ${WORK_DE}(?: aus)?`,
  `(?:was (?:ist|wurde|macht)|wie (?:ist|läuft)) (?:mit |aus )?(?:meine[rnm]?|mein) ${WORK_DE}`,
  `ist (?:meine?) ${WORK_DE} (?:schon )?(?:fertig|erledigt|gemacht)`,
  `(?:zeig mir |zeige mir )?meine ${WORK_DE}`,
  `(?:cómo|como) (?:va|van|está|están) (?:mi|mis) ${WORK_ES}`,
  `(?:qué|que) (?:pasó|pasa|hay) (?:con|de) (?:mi|mis) ${WORK_ES}`,
  `(?:está|están) (?:lista|listo|hecha|hecho|terminada|terminado)s? (?:mi|mis) ${WORK_ES}`,
  `(?:muéstrame |muestra )?(?:mi|mis) ${WORK_ES}`,
  `我的${WORK_ZH}(?:现在)?(?:怎么样|如何|进展如何|进展怎么样|进度|进展|状态|完成|做完|好)?(?:了)?(?:没有|没|吗|呢)?`,
  `(?:查看|看看|显示)(?:一下)?我的${WORK_ZH}(?:进展|进度|状态)?`,
  `${ID}(?:怎么样|进展如何)(?:了)?`,
);

/** As `past.ts` knows it, and as it is said. */
const WHEN: readonly (readonly [Day, RegExp])[] = [
  ['today', /^(?:today|heute|hoy|今天)$/],
  ['yesterday', /^(?:yesterday|gestern|ayer|昨天)$/],
  ['this-morning', /^(?:this morning|heute (?:morgen|früh)|esta mañana|今天早上|今早)$/],
  ['last-night', /^(?:last night|gestern abend|letzte nacht|anoche|昨晚|昨天晚上)$/],
  ['last-week', /^(?:last week|letzte woche|la semana pasada|上周|上星期)$/],
];

const WHEN_ZH = '(?<when>今天早上|昨天晚上|今天|昨天|今早|昨晚|上周|上星期)';
const WHEN_ELSE = '(?<when>\\p{Script=Latin}+(?: \\p{Script=Latin}+){0,2})';

const ASKED = whole(
  `what (?:did i|have i) (?:ask|asked|say|said|order|ordered|request|requested|tell|told|want|wanted)(?: of)?(?: you)?(?: for| to do)?(?: ${WHEN_ELSE})?`,
  `(?:show me |show |list )?what i (?:asked|said|ordered|requested|wanted)(?: you)?(?: for| to do)?(?: ${WHEN_ELSE})?`,
  `was (?:habe ich|hab ich) (?:dir |dich )?(?:${WHEN_ELSE} )?(?:gesagt|gefragt|verlangt|bestellt|angeordnet|befohlen|aufgetragen|gewollt)`,
  `was wollte ich(?: ${WHEN_ELSE})?`,
  `(?:qué|que) (?:te )?(?:pedí|dije|pregunté|ordené|he pedido|he dicho|he ordenado)(?: ${WHEN_ELSE})?`,
  `我(?:${WHEN_ZH})?(?:都)?(?:问|说|要求|吩咐|(?:让|叫|要|请)你做)(?:了|过)?(?:些)?(?:什么|哪些事情?|哪些)`,
  `${WHEN_ZH}我(?:都)?(?:问|说|要求|吩咐|(?:让|叫|要|请)你做)(?:了|过)?(?:些)?(?:什么|哪些事情?|哪些)`,
);

/** @param text normalised; undefined: it says something else */
export function readTaskSentence(text: string, moment: Moment): ActionCall | undefined {
  const sentence = text.replace(/^[¿\s]+|[\s?.!。？！]+$/gu, '');
  const stands = firstMatch(STANDS, sentence);
  const id = stands?.['id'];
  if (stands !== undefined) return { action: 'task', args: id === undefined ? {} : { id } };
  const asked = firstMatch(ASKED, sentence);
  const when = asked?.['when'];
  if (asked === undefined || when === undefined) return asked && { action: 'asked', args: {} };
  const [day] = WHEN.find(([, words]) => words.test(when)) ?? [];
  return day && { action: 'asked', args: dayStretch(day, moment) };
}

/** Whole sentences, and nothing beside them but courtesy. */
function whole(...patterns: readonly string[]): readonly RegExp[] {
  return patterns.map((pattern) => new RegExp(`^(?:${COURTESY}[ ,]*){0,2}(?:${pattern})$`, 'u'));
}

function firstMatch(patterns: readonly RegExp[], sentence: string): Groups | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(sentence);
    if (found !== null) return found.groups ?? {};
  }
  return undefined;
}

/**
 * "I am in the workshop": where "here" is from now on, for who says it in this chat, until they say
 * that they left. Only a whole sentence with the name of an area; anything more is a report.
 */
import type { Site, SiteArea } from '../config/site.ts';
import { normalise } from './normalise.ts';

const SENTENCES = [
  /^(?:i'm|i am|we're|we are|this (?:chat|page|phone|tablet|panel) is) (?:now )?in (?:the |my |our )?(.+?)[.!]?$/,
  /^(?:我|我们|这个聊天|这台平板)(?:现在)?在(.+?)(?:里|里面)?[。!]?$/,
  /^(?:ich bin|wir sind|dieser chat ist) (?:jetzt )?(?:im|in der|in dem|in) (.+?)[.!]?$/,
  /^(?:estoy|estamos|este chat está) (?:ahora )?en (?:el |la )?(.+?)[.!]?$/,
];

/** Who has gone, from wherever; the name is that of an area. */
const LEAVING = [
  /^(?:i've |i have |we've |we have |i |we )(?:just )?left (?:the |my |our )?(.+?)[.!]?$/,
  /^(?:i'm|i am|we're|we are) (?:not|no longer) in (?:the |my |our )?(.+?)(?: any ?more| any longer| now)?[.!]?$/,
  /^(?:我|我们)(?:已经)?(?:离开|不在)(.+?)(?:里|里面)?了?[。!]?$/,
  /^(?:ich bin|wir sind) (?:nicht mehr|nicht länger) (?:im|in der|in dem|in) (.+?)[.!]?$/,
  /^(?:ich habe|wir haben) (?:die|den|das) (.+?) verlassen[.!]?$/,
  /^(?:ya no estoy|ya no estamos) en (?:el |la )?(.+?)[.!]?$/,
  /^(?:he salido|hemos salido|salí|salimos) (?:del |de la |de )(.+?)[.!]?$/,
];

const FORGETTING =
  /^(?:please )?(?:forget where (?:i am|i'm|we are|we're)|忘(?:了|掉|记)我(?:们)?在哪(?:里|儿)?|vergiss,? wo (?:ich bin|wir sind)|olvida d[oó]nde est(?:oy|amos))[.!。]?$/;

/** Whether nobody is to know any more where the speaker is. @param text normalised */
export function saysGone(text: string, areas: Site['areas']): boolean {
  return FORGETTING.test(text) || areaIn(text, LEAVING, areas) !== undefined;
}

/** Id of the area; undefined where the sentence says something else. @param text normalised */
export function readWhereabouts(text: string, areas: Site['areas']): string | undefined {
  return areaIn(text, SENTENCES, areas);
}

function areaIn(
  text: string,
  sentences: readonly RegExp[],
  areas: Site['areas'],
): string | undefined {
  const [name] = sentences.flatMap((pattern) => pattern.exec(text)?.[1] ?? []);
  if (name === undefined) return undefined;
  const found = areas.filter((area) => namesOf(area).includes(name));
  return found.length === 1 ? found[0]?.id : undefined;
}

function namesOf({ id, title, aliases }: SiteArea): readonly string[] {
  const names = LANGUAGES.flatMap((language) => [
    title[language] ?? '',
    ...(aliases[language] ?? []),
  ]);
  return [id, ...names].flatMap((name) => normalise(name)?.text ?? []);
}

const LANGUAGES = ['en', 'zh', 'de', 'es'] as const;

/**
 * "I am in the workshop": where "here" is from now on, for who says it in this chat. Only a whole
 * sentence with the name of an area; anything more is a report.
 */
import type { Site, SiteArea } from '../config/site.ts';
import { normalise } from './normalise.ts';

const SENTENCES = [
  /^(?:i'm|i am|we're|we are|this (?:chat|page|phone|tablet|panel) is) (?:now )?in (?:the |my |our )?(.+?)[.!]?$/,
  /^(?:我|我们|这个聊天|这台平板)(?:现在)?在(.+?)(?:里|里面)?[。!]?$/,
  /^(?:ich bin|wir sind|dieser chat ist) (?:jetzt )?(?:im|in der|in dem|in) (.+?)[.!]?$/,
  /^(?:estoy|estamos|este chat está) (?:ahora )?en (?:el |la )?(.+?)[.!]?$/,
];

/** Id of the area; undefined where the sentence says something else. @param text normalised */
export function readWhereabouts(text: string, areas: Site['areas']): string | undefined {
  const [name] = SENTENCES.flatMap((pattern) => pattern.exec(text)?.[1] ?? []);
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

/** What an action answers, asked when a view opens, again at a steady pace while it is looked at, and whenever the view wants. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PageModel } from './page-model.ts';
import type { Query } from './rest.ts';

export interface Asked<Data> {
  /** undefined until the first answer. */
  readonly data: Data | undefined;
  /** Why there is none, in the person's words. */
  readonly problem: string | undefined;
  readonly again: () => void;
}

export interface Question<Data> {
  readonly action: string;
  readonly query?: Query;
  readonly is: (data: unknown) => data is Data;
  /** 0: only once. */
  readonly everyMs: number;
}

export function useAnswer<Data>(page: PageModel, question: Question<Data>): Asked<Data> {
  const { action, query = {}, is, everyMs } = question;
  const [data, setData] = useState<Data>();
  const [problem, setProblem] = useState<string>();
  const asked = JSON.stringify([action, query, page.wording.tag]);
  const again = useCallback(() => {
    void page.rest.ask(action, query).then((answer) => {
      const isGood = answer.kind === 'done' && is(answer.data);
      if (isGood && is(answer.data)) setData(answer.data);
      const text = answer.kind === 'refused' ? answer.text : page.wording.text('notReached');
      setProblem(isGood ? undefined : text);
    });
  }, [asked]);
  useEffect(() => {
    setData(undefined);
    again();
    if (everyMs === 0) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) again();
    }, everyMs);
    return () => clearInterval(timer);
  }, [asked, everyMs]);
  return { data, problem, again };
}

/**
 * `generate_report`: a Markdown template of the site, filled with what the steps before it gave, and on
 * request a chart. It only writes a text; who gets it is for the step behind it.
 */
import { attach } from '../../actions/attach.ts';
import type { Attachment } from '../../actions/attachment.ts';
import { suggest } from '../../config/form/suggest.ts';
import { Lane } from '../../core/lane.ts';
import { parseAddress } from '../../core/reading.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import type { PastData } from '../../devices/past/past-reader.ts';
import { drawPng } from '../../devices/past/plot-png.ts';
import { plotSvg } from '../../devices/past/plot-svg.ts';
import { refuseWorkflow } from '../errors.ts';
import { pastOf } from '../report/chart.ts';
import { parseReport, type ReportMistake } from '../report/parse-report.ts';
import { checkNames } from '../report/report-names.ts';
import { curveOf, rowsOf, withHelpers } from '../report/rows-view.ts';
import { readTemplate } from '../report/template-folder.ts';
import { writeReport, type WrittenReport } from '../report/write-report.ts';
import type {
  ParamMistake,
  StepAction,
  StepContext,
  StepsBefore,
  StepSite,
} from '../step-action.ts';

const params = z.strictObject({
  template: z
    .string()
    .describe('A file in templates/')
    .meta({ examples: ['daily_template.md'] }),
  title: z.string().min(1).max(120).optional().describe("Default: the workflow's name"),
  chart: z
    .string()
    .optional()
    .describe('What to draw: a reading, or a column of numbers of rows that have a date')
    .meta({ examples: ['tank.level', 'value'] }),
});

type Params = z.infer<typeof params>;

export interface GenerateReportParts {
  /** Of the site: `templates/` lies in it. */
  readonly directory: string;
  /** What {{site}} becomes. */
  readonly siteTitle: () => string;
  readonly wallClock: WallClock;
  /** SVG → PNG; undefined where this machine cannot. */
  readonly draw?: (svg: string) => Promise<Uint8Array | undefined>;
}

export function generateReportStep(parts: GenerateReportParts): StepAction {
  const { directory, wallClock, draw = drawPng } = parts;
  // Each picture is a process of its own for a moment.
  const lane = new Lane();
  return {
    name: 'generate_report',
    kind: 'read',
    help: 'Writes a report from a template of the site, with tables, sparklines and a chart.',
    params,
    gives: ['text', 'title', 'attachments'],
    check: (given, site, before) => check(directory, given, site, before),
    run: async (given, step) => {
      const parsed = params.parse(given);
      const title = parsed.title ?? step.workflow;
      const report = write(parts, parsed, title, step);
      if (isRefusal(report)) return { ok: false, refusal: report };
      const past = parsed.chart === undefined ? undefined : chartOf(parsed.chart, step, wallClock);
      if (past !== undefined && 'code' in past) return { ok: false, refusal: past };
      const picture = past && (await lane.run(() => drawChart(past, title, { wallClock, draw })));
      const curve = past && picture === undefined ? `\n${sayCurve(past)}\n` : '';
      const attachments = picture === undefined ? [] : [picture];
      return { ok: true, output: { text: report.text + curve, title, attachments } };
    },
  };
}

function write(
  { directory, siteTitle, wallClock }: GenerateReportParts,
  { template }: Params,
  title: string,
  step: StepContext,
): WrittenReport | Refusal {
  const found = readTemplate(directory, template);
  if ('problem' in found) return refuseWorkflow('WORKFLOW_TEMPLATE', found.problem);
  const { nodes, mistakes } = parseReport(found.text);
  const [mistake] = mistakes;
  if (mistake !== undefined) return refused(template, mistake);
  const always = {
    ...{ title, workflow: step.workflow, site: siteTitle() },
    date: wallClock.formatIso(step.now).slice(0, 10),
    time: wallClock.formatTime(step.now).slice(0, 5),
  };
  const values = { ...stepsOf(step), ...ownRows(step), ...always };
  const written = writeReport(nodes, values);
  return 'line' in written ? refused(template, written) : written;
}

/** By their ids; a step that was skipped gave nothing. */
function stepsOf({ outputs, dependsOn }: StepContext): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = Object.fromEntries(dependsOn.map((id) => [id, null]));
  for (const [id, output] of Object.entries(outputs)) values[id] = withHelpers(output);
  return values;
}

/** Of the one step with rows that this one waits for, everything can be said without its id. */
function ownRows({ outputs, dependsOn }: StepContext): Readonly<Record<string, unknown>> {
  const found = dependsOn.flatMap((id) => {
    const output = outputs[id];
    return output !== undefined && rowsOf(output) !== undefined ? [output] : [];
  });
  const [only] = found;
  return only !== undefined && found.length === 1 ? withHelpers(only) : {};
}

function refused(template: string, { line, message, hint }: ReportMistake): Refusal {
  return refuseWorkflow('WORKFLOW_TEMPLATE', `${template}:${String(line)}: ${message}`, hint);
}

function chartOf(chart: string, step: StepContext, wallClock: WallClock): PastData | Refusal {
  const rows = rowsOf(ownRows(step));
  const past = rows && pastOf(rows.rows, chart, wallClock);
  return past ?? refuseWorkflow('WORKFLOW_CHART', `there is nothing to draw of "${chart}"`);
}

async function drawChart(
  past: PastData,
  title: string,
  { wallClock, draw }: Required<Pick<GenerateReportParts, 'wallClock' | 'draw'>>,
): Promise<Attachment | undefined> {
  const words = { title: `${title}: ${past.series}`, states: ['0', '1'] } as const;
  const bytes = await draw(plotSvg(past, words, wallClock));
  const name = past.series.replaceAll(/[^\w-]+/g, '-');
  return bytes && attach(name, { bytes, type: 'image/png' }, words.title);
}

/** Where there is no picture, the curve in one line. */
function sayCurve({ series, rows }: PastData): string {
  return `${series}: ${curveOf(rows.map(({ mean }) => mean))}`;
}

function check(
  directory: string,
  { template, chart }: Readonly<Record<string, unknown>>,
  { templates }: StepSite,
  before: StepsBefore,
): readonly ParamMistake[] {
  const inTemplate =
    typeof template === 'string' ? checkTemplate(directory, template, { templates, before }) : [];
  const isAddress =
    typeof chart !== 'string' || !chart.includes('.') || parseAddress(chart) !== undefined;
  if (isAddress) return inTemplate;
  const message = `"${chart}" is no reading`;
  return [...inTemplate, { path: ['chart'], message, hint: 'write it as tank.level' }];
}

function checkTemplate(
  directory: string,
  template: string,
  { templates, before }: { readonly templates: readonly string[]; readonly before: StepsBefore },
): readonly ParamMistake[] {
  const path = ['template'];
  if (template.includes('{{')) return [];
  if (!templates.includes(template)) {
    const hint = suggest(template, templates) ?? 'put it into templates/ of the site';
    return [{ path, message: `there is no template "${template}"`, hint }];
  }
  const found = readTemplate(directory, template);
  if ('problem' in found) return [{ path, message: found.problem }];
  const { nodes, mistakes } = parseReport(found.text);
  return [...mistakes, ...checkNames(nodes, before)].map(({ line, message, hint }) => ({
    ...{ path, message: `${template}:${String(line)}: ${message}`, hint },
  }));
}

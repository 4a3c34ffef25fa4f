/** The step `ask` on a whole node: who answers, where, and what silence and a power cut do. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ChatReply } from '../runtime/actions/chat-port.ts';
import type { Run, StepRun } from '../runtime/workflows/runs/run.ts';
import { speaker, withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('the step ask');

const BEN = speaker('ben');

interface Asking {
  /** Of the question, behind its text. */
  readonly params?: string;
  readonly step?: string;
}

/** A question, and behind it a light that is switched where the answer is yes. */
function withQuestion(
  { params = '', step = '' }: Asking,
  use: (rig: GatewayRig) => Promise<void>,
): Promise<void> {
  const text = `workflows:
  - name: w
    steps:
      - { id: q, action: ask, ${step} params: { question: "Light?", within: 10m, ${params} } }
      - { id: light, depends_on: q, when: 'q.answer == "yes"', action: set, params: { target: grow-light.power, value: on } }
`;
  return withGateway(
    async (rig) => {
      await rig.pass(6_000);
      rig.ground.people.configure([
        { id: 'ben', name: 'Ben', role: 'operator' },
        { id: 'vera', name: 'Vera', role: 'viewer' },
      ]);
      const started = rig.run('workflow-run', { name: 'w' });
      await rig.pass(15_000);
      await started;
      await use(rig);
    },
    undefined,
    text,
  );
}

function newest({ gateway }: GatewayRig): Run {
  const run = gateway.workflows.runs.list().at(-1);
  if (run === undefined) throw new Error('nothing has run');
  return run;
}

function step(rig: GatewayRig, id = 'q'): StepRun {
  const found = newest(rig).steps[id];
  if (found === undefined) throw new Error(`there is no step ${id}`);
  return found;
}

async function says(rig: GatewayRig, text: string, by = BEN): Promise<ChatReply> {
  const reply = await rig.say(text, by);
  await rig.pass(5_000);
  return reply;
}

function lettersFor(rig: GatewayRig, person: string): readonly string[] {
  return rig.gateway.outbox
    .waiting(`web:${person}`)
    .map(([, { news }]) => (news.kind === 'notice' ? news.text : news.kind));
}

test('is told to people, and a plain yes in another chat is its answer', () =>
  withQuestion({}, async (rig) => {
    assert.equal([step(rig).state, step(rig).waitsFor], ['waiting', 'answer']);
    const [asked = '', ...more] = lettersFor(rig, 'ben');
    assert.match(
      asked,
      /^w asks: Light\? \(yes \/ no\)\nUntil [\d:]+; without an answer the step fails\. Say/,
    );
    assert.equal(more, []);
    const { reply } = await says(rig, 'yes');
    assert.match(reply, /Yes to “w asks: Light\? \(yes \/ no\)”/);
    assert.equal(step(rig).output, { answer: 'yes', by: 'ben', text: 'Light? yes (ben)' });
    assert.equal([newest(rig).state, rig.value('grow-light', 'power')], ['done', true]);
  }));

test('a no is an answer, too, and the run goes on with it', () =>
  withQuestion({}, async (rig) => {
    await says(rig, 'no');
    assert.equal([newest(rig).state, step(rig).output?.['answer']], ['done', 'no']);
    assert.equal([step(rig, 'light').state, rig.value('grow-light', 'power')], ['skipped', false]);
  }));

test('whoever has not the role does not answer it', () =>
  withQuestion({ params: 'role: technician' }, async (rig) => {
    for (const by of [speaker('vera', 'viewer'), BEN]) {
      assert.match((await says(rig, 'yes', by)).reply, 'No question is waiting');
      await says(rig, 'workflow answer w yes', by);
      assert.is(step(rig).state, 'waiting');
    }
    await says(rig, 'workflow answer w yes', speaker('tom', 'technician'));
    assert.is(step(rig).output?.['by'], 'tom');
  }));

const CHOICES = 'choices: [Drain, Keep warm, stop]';

test('one of its choices answers it, in whatever case; anything else does not', () =>
  withQuestion({ params: CHOICES }, async (rig) => {
    const { reply } = await says(rig, 'yes');
    assert.match(reply, /“yes” is none of the answers: Drain, Keep warm, stop/);
    await says(rig, 'workflow answer w boil');
    assert.is(step(rig).state, 'waiting');
    await says(rig, 'keep warm');
    assert.equal([step(rig).output?.['answer'], newest(rig).state], ['Keep warm', 'done']);
  }));

test('a choice that means something by itself is said by name; the bare word keeps its meaning', () =>
  withQuestion({ params: CHOICES }, async (rig) => {
    await says(rig, 'workflow answer w stop');
    assert.is(step(rig).output?.['answer'], 'stop');
    const again = rig.run('workflow-run', { name: 'w' });
    await rig.pass(15_000);
    await again;
    await says(rig, 'stop');
    assert.is(newest(rig).state, 'cancelled');
  }));

test('silence is its default', () =>
  withQuestion({ params: 'default: yes' }, async (rig) => {
    assert.match(lettersFor(rig, 'ben').join(), /silence is “yes”/);
    await rig.pass(600_000);
    assert.equal(step(rig).output, { answer: 'yes', by: '', text: 'Light? yes (nobody answered)' });
    assert.is(rig.value('grow-light', 'power'), true);
  }));

test('without a default silence fails the step', () =>
  withQuestion({}, async (rig) => {
    await rig.pass(600_000);
    assert.equal([newest(rig).state, step(rig).refusal?.code], ['failed', 'WORKFLOW_NO_ANSWER']);
    await says(rig, 'workflow answer w yes');
    assert.is(rig.value('grow-light', 'power'), false);
  }));

test('retry asks again, and tells people again', () =>
  withQuestion({ step: 'retry: { times: 1, wait: 1s },' }, async (rig) => {
    await rig.pass(610_000);
    assert.is(step(rig).waitsFor, 'answer');
    const asked = lettersFor(rig, 'ben').filter((text) => text.startsWith('w asks'));
    assert.is(asked.length, 2, asked.join('\n'));
    await says(rig, 'yes');
    assert.is(newest(rig).state, 'done');
  }));

test('a power cut makes it neither longer nor asked twice', () =>
  withQuestion({ params: 'default: yes' }, async (rig) => {
    await rig.restart(300_000);
    assert.is(step(rig).waitsFor, 'answer');
    assert.is(lettersFor(rig, 'ben').filter((text) => text.startsWith('w asks')).length, 1);
    await rig.pass(200_000);
    assert.is(step(rig).state, 'waiting');
    await rig.pass(100_000);
    assert.is(step(rig).output?.['answer'], 'yes');
  }));

test('it is answered after a power cut, and what was answered before one stays so', () =>
  withQuestion({}, async (rig) => {
    await rig.restart(60_000);
    await says(rig, 'yes');
    await rig.restart(1_000);
    await rig.pass(5_000);
    assert.equal([newest(rig).state, step(rig).output?.['by']], ['done', 'ben']);
  }));

test('whoever starts it sees the question, and how it is answered', () =>
  withQuestion({ params: 'choices: [left, right]' }, async (rig) => {
    await says(rig, 'left');
    const started = rig.run('workflow-run', { name: 'w' });
    await rig.pass(15_000);
    const { text } = await started;
    assert.match(text, 'w asks: Light? (left / right)');
    assert.match(text, 'Say “workflow answer w left”.');
  }));

test('a dry run says what it would ask, and asks nobody', () =>
  withQuestion({}, async (rig) => {
    await says(rig, 'no');
    const before = lettersFor(rig, 'ben').length;
    const { text } = await rig.run('workflow-run', { name: 'w', 'dry-run': true });
    assert.match(text, /q: would ask “Light\?” \(yes \/ no\); what follows is as if it were “yes”/);
    assert.match(text, /light: would set/);
    assert.is(lettersFor(rig, 'ben').length, before);
  }));

test.run();

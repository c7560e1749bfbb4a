import type { Card, Form } from '../../cards/model.js';
import type { Reply } from '../../src/edge/reply.js';
import type { Delivery } from '../../src/store/generated/sqlite/client.js';
import { personName } from '../../src/store/groups.js';
import { openSqlite } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { collectCommunitySamples } from './community-samples.js';
import { collectConfidenceSamples } from './confidence-samples.js';
import { collectHeadMeetingSamples } from './head-meeting-samples.js';
import { collectLedgerSamples } from './ledger-samples.js';
import { collectNewcomerSamples } from './newcomer-samples.js';
import { collectSaidSamples } from './said-samples.js';
import { collectSchoolWorkSamples } from './school-work-samples.js';
import { collectSettingUpSamples } from './setting-up-samples.js';
import { collectTeamsSamples } from './teams-samples.js';
import { collectVisitSamples } from './visit-samples.js';
import { collectYearSamples } from './year-samples.js';
import { collectYearsSamples } from './years-samples.js';

type Sample = Card | Form;

/**
 * Every card and form of the product as it comes out of a year's flow, by name: of each kind of message the first,
 * and what the routes answer.
 */
export async function collectProductSamples(): Promise<Record<string, Sample>> {
  const database = await openSqlite('example');
  const test = await startRouter(database);
  const samples: Record<string, Sample> = {};
  const keep = (name: string, reply: Reply): Reply => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
    return reply;
  };
  await play(test, keep);
  for (const [kind, card] of await firstOfEachKind(test)) samples[`message-${kind}`] = card;
  await database.close();
  Object.assign(
    samples,
    await collectNewcomerSamples(),
    await collectCommunitySamples(),
    await collectTeamsSamples(),
    await collectYearsSamples(),
    await collectSettingUpSamples(),
    await collectLedgerSamples(),
    await collectVisitSamples(),
    await collectConfidenceSamples(),
    await collectYearSamples(),
    await collectHeadMeetingSamples(),
    await collectSchoolWorkSamples(),
    await collectSaidSamples(),
  );
  return Object.fromEntries(Object.entries(samples).map(([name, sample]) => [name, steady(sample)]));
}

type Keep = (name: string, reply: Reply) => Reply;

async function play(test: TestRouter, keep: Keep): Promise<void> {
  const group = test.group.id;
  const meetingOf = async (halfTerm: number) => (await test.db.meeting.findFirstOrThrow({ where: { halfTerm } })).id;
  const fill = (who: string, reply: Reply, values: Record<string, unknown> = {}): Promise<Reply> => {
    if (reply.kind !== 'form') throw new Error(JSON.stringify(reply));
    const { submit, body } = reply.form;
    const proposed = Object.fromEntries(body.flatMap((part) => ('name' in part ? [[part.name, part.value]] : [])));
    return test.submit(who, submit.route, submit.args, { ...proposed, ...values });
  };
  const passOn = () => test.relay.run();

  for (const role of ['specialist', 'advocate', 'head']) keep(`help-${role}`, await test.type(role, 'help'));
  keep('wrong-word', await test.type('specialist', 'shedule plan'));
  keep('wrong-word-unknown', await test.type('head', 'Good morning!'));
  keep('schedule-none', await test.type('specialist', 'schedule'));
  keep('task-none', await test.type('advocate', 'task'));
  keep('people', await test.type('advocate', 'people'));
  const plan = keep('schedule-plan', await test.type('specialist', 'schedule plan'));
  keep('schedule-plan-refused', await fill('specialist', plan, { 'date-2': '2026-11-13', 'time-3': '25:00' }));
  await fill('specialist', plan);
  await passOn();
  await test.press('Priya Nandakumar', 'meeting.answer', { group, meeting: await meetingOf(1), answer: 'yes' });
  await test.press('Tom Hartwell', 'meeting.answer', { group, meeting: await meetingOf(1), answer: 'no' });
  keep('schedule', await test.type('advocate', 'schedule'));
  keep('answers', await test.press('Priya Nandakumar', 'meeting.answers', { group }));
  keep('upcoming', await test.type('specialist', 'upcoming'));

  await test.runUntil('2026-09-08T09:00:00+01:00');
  const first = await meetingOf(1);
  await test.press('Margaret Okonkwo', 'meeting.cover', { group, meeting: first, answer: 'arranged' });
  await test.press('Stephen Blackwood', 'meeting.cover', { group, meeting: first, answer: 'talk' });
  keep('meeting-advocate', await test.type('Priya Nandakumar', 'meeting'));
  keep('meeting-specialist', await test.type('specialist', 'meeting'));
  keep('home-head-asked', await test.type('Helen Brackenbury', 'home'));
  keep('home-advocate-asked', await test.type('Aisha Rahmani', 'home'));
  keep('snooze', await test.press('Helen Brackenbury', 'reminder.snooze', { group, subject: first, chain: 'cover' }));
  await test.runUntil('2026-09-15T09:00:00+01:00');
  const school = test.group.schools.find((one) => one.name === 'Oakfield Primary')?.id ?? '';
  await test.press('Margaret Okonkwo', 'commitments.answer', { group, school, halfTerm: '1', answer: 'talk' });
  keep('commitments-head', await test.type('Margaret Okonkwo', 'commitments'));
  keep('stand-down', await test.press('Stephen Blackwood', 'people.stand-down', { group }));
  keep('stood-down', await test.submit('Stephen Blackwood', 'people.stand-down', { group }, {}));
  await passOn();
  keep('home-left', await test.type('Stephen Blackwood', 'home'));
  await test.press('Stephen Blackwood', 'people.stand-up', { group });

  await test.runUntil('2026-09-29T17:00:00+01:00');
  const attendance = keep('attendance', await test.type('specialist', 'meeting attendance'));
  await fill('specialist', attendance);
  keep('release-head', await test.type('Margaret Okonkwo', 'release'));
  keep('release-specialist', await test.type('specialist', 'release'));
  await test.runUntil('2026-09-30T09:00:00+01:00');
  const task = keep('task-set', await test.type('specialist', 'task set'));
  const prompts = keep(
    'task-prompts',
    await fill('specialist', task, {
      title: 'One bar model, two questions',
      body: 'Use one bar model with your class and ask two different questions of it.\nBring one page of work.',
      ideas: ['representation', 'variation'],
    }),
  );
  await fill('specialist', prompts);
  await passOn();
  const reflection = keep('reflection', await test.type('Priya Nandakumar', 'reflect'));
  keep('reflection-refused', await fill('Priya Nandakumar', reflection));
  const [prompt] = await test.db.prompt.findMany({ orderBy: { position: 'asc' } });
  const words = {
    [`p-${prompt?.id}`]: 'The bars made the difference visible, and two children said so.',
    shared: true,
  };
  await fill('Priya Nandakumar', reflection, words);
  const args = { group, task: prompt?.gapTaskId ?? '' };
  keep('task-replied', await test.press('Tom Hartwell', 'task.reply', { ...args, reply: 'didNotWork' }));
  keep('task-shared', await test.press('Grace Adeyinka', 'task.shared', args));
  keep('task-read', await test.press('specialist', 'task.read', args));
  keep('task-head', await test.type('head', 'task'));
  keep('task-status', await test.type('specialist', 'task status'));
  keep('digest', await test.type('specialist', 'digest'));
  keep('home-advocate', await test.type('Priya Nandakumar', 'home'));
  keep('home-head', await test.type('Margaret Okonkwo', 'home'));
  keep('home-specialist', await test.type('specialist', 'home'));
  const pause = keep('pause', await test.type('Tom Hartwell', 'pause'));
  keep('pause-refused', await fill('Tom Hartwell', pause, { until: '2026-09-30' }));
  keep('paused', await fill('Tom Hartwell', pause));
  keep('pause-again', await test.type('Tom Hartwell', 'pause'));
  keep('home-paused', await test.type('Tom Hartwell', 'home'));
  keep('upcoming-paused', await test.type('Tom Hartwell', 'upcoming'));
  await test.press('Tom Hartwell', 'reminder.resume', {});

  keep('meeting-choice', await test.type('specialist', 'meeting move'));
  const move = keep(
    'meeting-move',
    await test.press('specialist', 'meeting.move', { group, meeting: await meetingOf(3) }),
  );
  await fill('specialist', move, { date: '2027-01-27' });
  const cancel = keep(
    'meeting-cancel',
    await test.press('specialist', 'meeting.cancel', { group, meeting: await meetingOf(4) }),
  );
  keep('meeting-cancelled', await fill('specialist', cancel, { reason: 'Snow has closed two of our schools' }));
  await passOn();
  await test.press('specialist', 'meeting.restore', { group, meeting: await meetingOf(4) });
  await test.runUntil('2026-11-25T09:00:00Z');
  keep('commitments-specialist', await test.type('specialist', 'commitments'));
  keep('task-withdrawn', await test.press('specialist', 'task.withdraw', args));
}

/** The first message of each kind that went out alone, and the first that was joined from several. */
async function firstOfEachKind(test: TestRouter): Promise<[string, Card][]> {
  const rows = await test.db.delivery.findMany({
    where: { status: 'sent' },
  });
  const found = new Map<string, Card>();
  const nameOf = (row: Delivery): string => (row.personId === null ? '' : personName(test.group, row.personId));
  // Ids are new in each run; names are not.
  const inOrder = rows.toSorted(
    (a, b) => (a.sentAt?.getTime() ?? 0) - (b.sentAt?.getTime() ?? 0) || nameOf(a).localeCompare(nameOf(b)),
  );
  for (const row of inOrder) {
    const card = test.messenger.posted[Number(row.messageRef) - 1]?.card;
    const alone = rows.filter((other) => other.messageRef === row.messageRef).length === 1;
    const name = alone ? row.kind : 'joined';
    if (card && !found.has(name)) found.set(name, card);
  }
  return [...found];
}

/** The same card with ids and secrets that do not change from run to run. */
function steady(sample: Sample): Sample {
  const names = new Map<string, string>();
  const name = (id: string): string => {
    const known = names.get(id) ?? `id-${names.size + 1}`;
    names.set(id, known);
    return known;
  };
  const json = JSON.stringify(sample)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, name)
    .replace(/calendar\/[\w-]{32}\.ics/gu, 'calendar/secret.ics');
  return JSON.parse(json) as Sample;
}

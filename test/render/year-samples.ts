import type { Card } from '../../cards/model.js';
import { createBuilding } from '../../src/delivery/building.js';
import type { Reply } from '../../src/edge/reply.js';
import { commitmentBuilders } from '../../src/features/commitments/reminders.js';
import { fill, handIn, setTask } from '../meetings/acting.js';
import { type Cast, primaryCast, secondaryCast } from '../scenarios/casts.js';
import { openSqlite } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';

/** Second Tuesdays and meetings of the examples' calendars. */
const halfTerms = [
  { review: '2026-09-15', meeting: '2026-09-29' },
  { review: '2026-11-10', meeting: '2026-11-24' },
  { review: '2027-01-12', meeting: '2027-01-26' },
  { review: '2027-03-02', meeting: '2027-03-09' },
  { review: '2027-04-20', meeting: '2027-05-04' },
  { review: '2027-06-15', meeting: '2027-06-29' },
];

/** What a head reads each half-term of a year, in a primary and in a secondary group. */
export async function collectYearSamples(): Promise<Record<string, Card>> {
  return {
    ...(await playYear('primary', primaryCast)),
    ...(await playYear('secondary', secondaryCast)),
  };
}

async function playYear(file: 'primary' | 'secondary', cast: Cast): Promise<Record<string, Card>> {
  const database = await openSqlite();
  const test = await startRouter(database, { file });
  const samples: Record<string, Card> = {};
  const group = test.group.id;
  const school = test.group.schools.find(({ name }) => name === cast.school)?.id ?? '';
  const teachers = [cast.advocate, cast.colleague].map((name) => test.personId(name));
  const signing = await test.press(cast.specialist, 'commitments.sign', { group, school });
  const signatories = test.group.members.filter(({ schoolId, role }) => schoolId === school && role !== 'specialist');
  const who = signatories.map(({ personId }) => personId);
  if (file === 'secondary') await handIn(test, cast.specialist, signing, { on: '2026-09-03', who });
  await fill(test, cast.specialist, 'schedule plan');
  for (const [index, { review, meeting }] of halfTerms.entries()) {
    const number = index + 1;
    await besides(test, cast, school, number);
    await test.runUntil(`${review}T09:00:00Z`);
    samples[`year-${file}-${number}`] = await reviewFor(test, cast.head, `${school}/${number}`);
    const args = { group, school, halfTerm: String(number) };
    const answers: Record<number, Record<string, string>> = { 2: { release: 'talk' }, 4: { leadership: 'partly' } };
    await handIn(test, cast.head, await test.press(cast.head, 'commitments.each', args), answers[number] ?? {});
    await test.runUntil(`${meeting}T17:00:00Z`);
    const held = await test.db.meeting.findFirstOrThrow({ where: { groupId: group, halfTerm: number } });
    const who = await test.press(cast.specialist, 'meeting.attendance', { group, meeting: held.id });
    await handIn(test, cast.specialist, who, { present: number === 3 ? teachers.slice(0, 1) : teachers });
    const due = number === 6 ? { due: '2027-07-13' } : {};
    const task = await setTask(test, { title: `The task of half-term ${number}`, ...due });
    await test.press(cast.advocate, 'task.reply', { group, task: task.id, reply: 'didNotWork' });
  }
  samples[`year-${file}-end`] = await reviewFor(test, cast.head, `${school}/6`);
  await database.close();
  return samples;
}

/** The message by itself: on its day it may be joined with others. */
async function reviewFor(test: TestRouter, head: string, subjectId: string): Promise<Card> {
  const personId = test.personId(head);
  const row = await test.db.delivery.findFirstOrThrow({ where: { kind: 'commitments-review', subjectId, personId } });
  const built = await createBuilding(test.db, commitmentBuilders, test.clock.now()).build(row);
  if (!built) throw new Error(`nothing builds ${subjectId}`);
  return built.card;
}

/** What the school does besides, before the review of a half-term. */
async function besides(test: TestRouter, cast: Cast, school: string, halfTerm: number): Promise<void> {
  const { specialist, advocate, head } = cast;
  const group = test.group.id;
  /** Hands a form in, and does not go on where it is refused. */
  const save = async (who: string, opened: Reply, values: Record<string, unknown>): Promise<void> => {
    const reply = await handIn(test, who, opened, values);
    if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  };
  const visit = async (date: string, steps: string): Promise<void> => {
    const form = await test.press(specialist, 'visit.record-new', { group, school });
    await save(specialist, form, { date, kinds: ['observation', 'trg'], notes: 'We looked at two lessons.', steps });
  };
  const release = async (day: string, halfDays: string): Promise<void> =>
    save(advocate, await test.press(advocate, 'release.log', { group }), { day, halfDays });
  const trg = async (day: string, focus: string): Promise<void> =>
    save(advocate, await test.type(advocate, 'trg log'), { day, focus, tookPart: 'Six of us' });
  const chapters: Record<number, readonly [from: string, happen: () => Promise<void>]> = {
    2: [
      '2026-10-14T12:00:00Z',
      async () => {
        await visit('2026-10-06', 'Plan two lessons together\nOpen a lesson to colleagues');
        await trg('2026-10-08', 'Bar models');
        await release('2026-10-13', '2');
        const when = { date: '2026-12-08', time: '15:30', place: 'Online' };
        await save(specialist, await test.type(specialist, 'heads plan'), { kind: 'heads', ...when });
        await save(specialist, await test.press(specialist, 'visit.book', { group, school }), { date: '2027-01-14' });
      },
    ],
    3: [
      '2026-12-09T12:00:00Z',
      async () => {
        const agreed = 'Each school opens a lesson.';
        const present = [test.personId(head)];
        await save(specialist, await test.type(specialist, 'heads record'), { present, agreed });
        const [step] = await test.db.actionStep.findMany({ where: { groupId: group }, orderBy: { position: 'asc' } });
        await test.press(head, 'plan.tick', { group, step: step?.id ?? '' });
      },
    ],
    4: [
      '2027-02-05T12:00:00Z',
      async () => {
        const { id } = await test.db.visit.findFirstOrThrow({ where: { groupId: group, recordedAt: null } });
        const form = await test.press(specialist, 'visit.record', { group, visit: id });
        await save(specialist, form, { kinds: ['observation'], notes: 'A lesson on fractions.' });
        await release('2027-02-03', '4');
        await trg('2027-02-04', 'Questions that keep one thing the same');
      },
    ],
    5: ['2027-03-17T12:00:00Z', () => release('2027-03-16', '2')],
    6: [
      '2027-05-13T12:00:00Z',
      async () => {
        await visit('2027-05-11', '');
        const form = await test.press(head, 'evidence.note', { group });
        await save(head, form, { what: 'evaluation/report', day: '2027-05-12', words: 'sent to the hub' });
      },
    ],
  };
  const [from, happen] = chapters[halfTerm] ?? [];
  if (from === undefined || happen === undefined) return;
  await test.runUntil(from);
  await happen();
}

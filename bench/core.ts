import { isField } from '../cards/model.js';
import { type Core, composeCore, importDeps } from '../src/compose.js';
import type { Request } from '../src/edge/request.js';
import { importExample } from '../src/features/enrolment/example.js';
import type { Clock } from '../src/shared/clock.js';
import { newId } from '../src/shared/ids.js';
import type { Database } from '../src/store/client.js';

export const clock: Clock = { now: () => new Date('2026-09-04T09:00:00+01:00') };
const silence = { info: () => {}, warn: () => {}, error: () => {} };

/** The product on the example's Work Group, with nobody at the other end. */
export async function openCore(db: Database): Promise<Core> {
  await importExample(db, importDeps(clock.now()));
  return composeCore({
    db,
    clock,
    log: silence,
    publicUrl: 'http://localhost',
    messenger: { post: async () => newId(), find: async () => 'absent', update: async () => {} },
  });
}

/** Publishes the proposed year, as the specialist does, and sends the schedule. */
export async function publish(db: Database, { router, relay }: Core): Promise<void> {
  const specialist = await db.membership.findFirstOrThrow({ where: { role: 'specialist' } });
  const ask = (intent: Request['intent']) => router.handle({ id: newId(), personId: specialist.personId, intent });
  const reply = await ask({ kind: 'command', text: 'schedule plan' });
  if (reply.kind !== 'form') throw new Error('there is no schedule to publish');
  const { form } = reply;
  const values = Object.fromEntries(form.body.filter(isField).map((field) => [field.name, field.value]));
  const published = await ask({ kind: 'submit', ...form.submit, values });
  if (published.kind !== 'done') throw new Error('the schedule was refused');
  await relay.run();
}

/** Somebody's answer to "Will you come?". */
export interface Answer {
  groupId: string;
  meetingId: string;
  personId: string;
  answer: 'yes' | 'no' | 'unsure';
}

const options = ['yes', 'no', 'unsure'] as const;

/**
 * What the group's lead teachers answer, one after the other: each has said something about each meeting before she
 * says something else about it, so every answer changes something.
 * @param db with the schedule published
 */
export async function prepareAnswers(db: Database): Promise<() => Answer> {
  const people = await db.membership.findMany({ where: { role: 'advocate' } });
  const meetings = await db.meeting.findMany();
  let count = -1;
  return () => {
    count += 1;
    const round = Math.floor(count / (people.length * meetings.length));
    const person = people[count % people.length];
    const meeting = meetings[Math.floor(count / people.length) % meetings.length];
    const answer = options[(count + round) % options.length];
    if (!person || !meeting || !answer) throw new Error('nobody is there to answer');
    return { groupId: meeting.groupId, meetingId: meeting.id, personId: person.personId, answer };
  };
}

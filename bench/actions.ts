import type { Router } from '../src/edge/router.js';
import { newId } from '../src/shared/ids.js';
import type { Database } from '../src/store/client.js';
import { clock, openCore, publish } from './core.js';
import { median, quick, round, time } from './figures.js';

const rounds = quick ? 3 : 7;
const perRound = 50;
const options = ['yes', 'no', 'unsure'] as const;

interface Answer {
  id: string;
  groupId: string;
  meetingId: string;
  personId: string;
  answer: (typeof options)[number];
}

/** "Will you come?", answered through the router, beside the same writes by the bare Prisma client. */
export async function measureActions(db: Database) {
  const core = await openCore(db);
  await publish(db, core);
  const people = await db.membership.findMany({ where: { role: 'advocate' } });
  const meetings = await db.meeting.findMany();
  let count = 0;
  const next = (): Answer => {
    count += 1;
    const member = people[count % people.length];
    const meeting = meetings[Math.floor(count / people.length) % meetings.length];
    const answer = options[count % options.length];
    if (!member || !meeting || !answer) throw new Error('nobody is there to answer');
    return { id: newId(), groupId: meeting.groupId, meetingId: meeting.id, personId: member.personId, answer };
  };
  const perSecond = async (work: (answer: Answer) => Promise<void>): Promise<number> => {
    const ms = await time(async () => {
      for (let one = 0; one < perRound; one += 1) await work(next());
    });
    return (perRound / ms) * 1000;
  };

  const pairs: { action: number; bare: number }[] = [];
  for (let one = 0; one <= rounds; one += 1) {
    pairs.push({
      action: await perSecond((answer) => press(core.router, answer)),
      bare: await perSecond((answer) => writeBare(db, answer)),
    });
  }
  const measured = pairs.slice(1); // the first one warms up
  return {
    action_per_s: round(median(measured.map(({ action }) => action)), 0),
    bare_write_per_s: round(median(measured.map(({ bare }) => bare)), 0),
    action_ratio: round(median(measured.map(({ action, bare }) => action / bare))),
  };
}

async function press(router: Router, { id, groupId, meetingId, personId, answer }: Answer): Promise<void> {
  const args = { group: groupId, meeting: meetingId, answer };
  const reply = await router.handle({ id, personId, intent: { kind: 'press', route: 'meeting.answer', args } });
  if (reply.kind !== 'done') throw new Error(`an answer was not taken: ${JSON.stringify(reply)}`);
}

async function writeBare(db: Database, { id, groupId, meetingId, personId, answer }: Answer): Promise<void> {
  const now = clock.now();
  await db.$transaction(async (tx) => {
    await tx.meetingAnswer.upsert({
      where: { meetingId_personId: { meetingId, personId } },
      create: { meetingId, personId, answer, answeredAt: now },
      update: { answer, answeredAt: now },
    });
    await tx.delivery.updateMany({
      where: { subjectId: meetingId, personId, chain: 'coming', status: 'planned' },
      data: { status: 'skipped', reason: 'has answered' },
    });
    await tx.staleMark.createMany({
      data: [
        { groupId, kinds: 'schedule half-term-opening', subjectId: groupId },
        { groupId, kinds: 'meeting-reminder meeting-moved meeting-restored', subjectId: meetingId },
        { groupId, kinds: 'will-you-come', subjectId: meetingId, personId },
      ],
    });
    await tx.inboxEntry.createMany({
      data: { key: id, receivedAt: now, reply: '{"kind":"done","text":"Thank you."}' },
    });
  });
}

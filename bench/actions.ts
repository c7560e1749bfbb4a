import type { Router } from '../src/edge/router.js';
import { newId } from '../src/shared/ids.js';
import type { Database } from '../src/store/client.js';
import { type Answer, clock, openCore, prepareAnswers, publish } from './core.js';
import { median, quick, round, time } from './figures.js';

const rounds = quick ? 3 : 7;
const perRound = 50;
/** "Will you come?", answered through the router, beside the same writes by the bare Prisma client. */
export async function measureActions(db: Database) {
  const core = await openCore(db);
  await publish(db, core);
  const next = await prepareAnswers(db);
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

async function press(router: Router, { groupId, meetingId, personId, answer }: Answer): Promise<void> {
  const args = { group: groupId, meeting: meetingId, answer };
  const reply = await router.handle({
    id: newId(),
    personId,
    intent: { kind: 'press', route: 'meeting.answer', args },
  });
  if (reply.kind !== 'done') throw new Error(`an answer was not taken: ${JSON.stringify(reply)}`);
}

async function writeBare(db: Database, { groupId, meetingId, personId, answer }: Answer): Promise<void> {
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
      data: { key: newId(), receivedAt: now, reply: '{"kind":"done","text":"Thank you."}' },
    });
  });
}

import { groupBy } from '../../src/shared/group-by.js';
import type { Database } from '../../src/store/client.js';

/** What is left of a year, in words alone, so that two years with other ids and other minutes compare. */
export async function readOutcome(db: Database): Promise<Record<string, string[]>> {
  const people = await db.person.findMany();
  const nameOf = (id: string | null): string => people.find((person) => person.id === id)?.name ?? 'the channel';
  const deliveries = await db.delivery.findMany();
  const joined = groupBy(deliveries, (row) => row.messageRef);
  const messages = await db.localMessage.findMany();
  const [answers, covers, reviews, attendance] = await Promise.all([
    db.meetingAnswer.findMany({ include: { person: true, meeting: true } }),
    db.coverAnswer.findMany({ include: { school: true, meeting: true } }),
    db.commitmentReview.findMany({ include: { school: true } }),
    db.attendance.findMany({ include: { person: true, meeting: true } }),
  ]);
  const meetings = await db.meeting.findMany();
  const tasks = await db.gapTask.findMany({ include: { prompts: true } });
  const reflections = await db.reflection.findMany({ include: { person: true, answers: true } });

  return {
    messages: messages
      .map((row) => {
        const kinds = joined.get(String(row.id))?.map((delivery) => delivery.kind) ?? [row.key.split(':')[0]];
        const to = `${nameOf(row.place.split(':')[1] ?? null)}${row.onlyForId ? ` (only ${nameOf(row.onlyForId)})` : ''}`;
        // Of messages joined into one, those due at the same minute come in any order.
        const lines = row.text
          .replace(/\S+\.ics/gu, 'calendar')
          .split('\n')
          .sort();
        return [to, kinds.sort().join('+'), ...lines].join(' | ');
      })
      .sort(),
    deliveries: deliveries
      .map((row) => [row.kind, nameOf(row.personId), row.day, row.status, row.reason, row.attempts].join(' | '))
      .sort(),
    answers: answers.map((row) => `${row.meeting.startsAt.toISOString()} ${row.person.name} ${row.answer}`).sort(),
    covers: covers.map((row) => `${row.meeting.startsAt.toISOString()} ${row.school.name} ${row.answer}`).sort(),
    reviews: reviews.map((row) => `${row.halfTerm} ${row.school.name} ${row.answer}`).sort(),
    attendance: attendance.map((row) => `${row.meeting.halfTerm} ${row.person.name} ${row.present}`).sort(),
    meetings: meetings.map((row) => `${row.startsAt.toISOString()} ${row.status} ${row.sequence}`).sort(),
    tasks: tasks.map((row) => `${row.title} ${row.status} ${row.dueOn} ${row.prompts.length}`),
    reflections: reflections
      .map((row) => `${row.person.name} ${row.status} ${row.shared} ${row.answers.map(({ text }) => text).join('')}`)
      .sort(),
  };
}

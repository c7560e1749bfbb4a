import { importDeps } from '../../src/compose.js';
import { newId, newSecret } from '../../src/shared/ids.js';
import type { Role } from '../../src/store/groups.js';
import { handIn, publish, setTask } from '../meetings/acting.js';
import type { TestRouter } from '../support/router.js';

export const kate = 'Kate Winterbourne';
export const priya = 'Priya Nandakumar';
export const tom = 'Tom Hartwell';
export const hubLead = 'Rosalind Amponsah';

/** A gap task of a group whose dates are published, and what one person wrote about it for the specialist alone. */
export async function confide(test: TestRouter, words: string, who = priya, changes: Record<string, unknown> = {}) {
  if ((await test.db.meeting.count()) === 0) await publish(test);
  const task = (await test.db.gapTask.findFirst({ include: { prompts: true } })) ?? (await setTask(test));
  const form = await test.press(who, 'task.reflect', { group: test.group.id, task: task.id });
  const reply = await handIn(test, who, form, { [`p-${task.prompts[0]?.id}`]: words, ...changes });
  if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  return { task, args: { group: test.group.id, task: task.id }, reply };
}

/** Somebody new leads the group: in the place of the specialist, as the hub lead says. @returns the successor's id */
export async function handOverTo(test: TestRouter, name: string, from = kate): Promise<string> {
  const form = await test.press(hubLead, 'handover.record', { group: test.group.id });
  const known = await test.db.person.findFirst({ where: { name } });
  const reply = await handIn(test, hubLead, form, {
    who: `${test.personId(from)}:specialist`,
    ...(known ? { successor: known.id } : { name, email: `${name.replace(' ', '.').toLowerCase()}@hub.example` }),
  });
  if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  return (await test.db.person.findFirstOrThrow({ where: { name } })).id;
}

/** A role that came by itself, as an import gives one. @returns the person's id */
export async function giveRole(test: TestRouter, name: string, role: Role, schoolId?: string): Promise<string> {
  const { id: groupId, hubId } = test.group;
  const known = await test.db.person.findFirst({ where: { name } });
  const personId = known?.id ?? newId();
  if (!known) {
    const email = `${name.replace(' ', '.').toLowerCase()}@hub.example`;
    await test.db.person.create({ data: { id: personId, hubId, name, email, calendarSecret: newSecret() } });
  }
  await test.db.membership.create({
    data: { id: newId(), groupId, personId, role, ...(schoolId !== undefined && { schoolId }) },
  });
  await test.db.$transaction((tx) => importDeps(test.clock.now()).replan(tx, groupId));
  return personId;
}

/** What somebody gets to see at every place where private words may be shown to who leads the group. */
export async function everythingOf(test: TestRouter, who: string): Promise<string> {
  const seen: unknown[] = [];
  for (const words of ['digest', 'task', 'task status', 'home', 'visit', 'reflections', 'report'])
    seen.push(await test.type(who, words));
  for (const task of await test.db.gapTask.findMany()) {
    const args = { group: test.group.id, task: task.id };
    for (const route of ['task.read', 'task.status', 'task.shared']) seen.push(await test.press(who, route, args));
  }
  for (const { id, schoolId } of await test.db.visit.findMany()) {
    seen.push(await test.press(who, 'visit.show', { group: test.group.id, school: schoolId }));
    for (const teacher of [priya, tom].map(test.personId))
      seen.push(await test.press(who, 'visit.feedback', { group: test.group.id, visit: id, teacher }));
  }
  const id = test.personId(who);
  seen.push(test.messenger.posted.filter(({ to }) => to.kind === 'person' && to.personId === id));
  return JSON.stringify(seen);
}

import { takeBackCard } from '../../../cards/undo.js';
import type { Plan } from '../../delivery/plan.js';
import type { Planner } from '../../delivery/planner.js';
import { becomingFault } from '../../edge/becoming.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { recordAudit } from '../../store/audit.js';
import type { Tx } from '../../store/client.js';
import { holdGroup, loadGroup, personName } from '../../store/groups.js';
import { handedKey, listHandedOver, listParts } from '../../store/people.js';
import { leaverChoices, placesOf, placeWords, whoIsTold } from './rules.js';
import * as store from './store.js';

const reasonOf = (name: string): string => `${name} has left`;

/**
 * Others say that somebody has left a group: every role ends, with access, reminders and calendars. What they wrote
 * stays. Those who lead the group are told, and the head of a teacher's school.
 * @param by who says so; absent: the roster
 * @returns whether they had a role that ended
 */
export async function leave(
  db: Tx,
  { planner, now }: { planner: Planner; now: Date },
  { groupId, personId, by }: { groupId: string; personId: string; by?: { personId: string; name: string } },
): Promise<boolean> {
  await holdGroup(db, groupId);
  const group = await loadGroup(db, groupId);
  const places = placesOf(group, personId);
  if (places.length === 0) return false;
  const name = personName(group, personId);
  const reason = reasonOf(name);
  await store.markLeft(db, groupId, personId, by?.personId ?? 'roster', now);
  const after = await loadGroup(db, groupId);
  const told = [
    ...new Set(places.flatMap((place) => whoIsTold(after, place, [personId, ...(by ? [by.personId] : [])]))),
  ];
  if (places.some(({ role }) => role === 'specialist')) {
    const [heir] = by ? [by.personId, ...told] : told;
    if (heir !== undefined) await store.moveNotices(db, groupId, personId, heir, reason);
  }
  await store.dropPlanned(db, groupId, personId, reason);
  await planner.replan(db, groupId, now, undefined, reason);
  await planner.announce(
    db,
    groupId,
    now,
    told.map(
      (toldId): Plan => ({
        kind: 'left-news',
        topic: 'notice',
        subjectId: personId,
        personId: toldId,
        occurrence: `${by?.personId ?? ''}:${now.getTime()}`,
        late: 'send',
        dueAt: now,
        why: by ? `${by.name} said that ${name} has left` : `the roster leaves ${name} out`,
      }),
    ),
  );
  await planner.refresh(db, groupId, { kinds: ['head-left'], subjectId: personId });
  await recordAudit(
    db,
    ...places.map((place) => ({
      ...{ hubId: group.hubId, groupId, at: now, personId, act: 'saidLeft' as const },
      ...(by && { byId: by.personId }),
      about: placeWords(group, place),
    })),
  );
  return true;
}

/** Somebody who leads the group says that a person has left it. */
export async function sayLeft(context: Context, personId: string): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId } = context;
  const group = await context.group();
  if (!leaverChoices(context, group).some(({ value }) => value === personId)) {
    return faults({ who: 'That is not yours to say, or somebody has said so already. Please choose again.' });
  }
  await leave(db, { planner, now }, { groupId, personId, by: actor });
  const words = `${personName(group, personId)} has left: nothing of ${group.name} is sent or shown to them from here on. What they wrote stays. They know the address of the group’s calendar: “people” makes a new one.`;
  return done(
    words,
    takeBackCard('Somebody has left', words, {
      label: 'Take it back',
      route: 'handover.left-undo',
      args: { group: groupId, person: personId, at: now.toISOString() },
    }),
  );
}

/** They have not left: everything as it was, as far as nobody has taken over. */
export async function takeBackLeft(context: Context, personId: string, at: Date): Promise<Reply> {
  const { db, now, planner, actor, groupId, hubId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const ended = await store.listLeft(db, groupId, personId, at);
  if (ended.length === 0) return refused('That is taken back already, or has changed since. Nothing was changed.');
  if (ended.some(({ role }) => role === 'hubLead') && !context.roles.includes('hubLead')) {
    return refused('That is for your hub lead to take back.');
  }
  const name = personName(group, personId);
  const handed = await listHandedOver(db, groupId);
  const taken = ended.find(({ role }) => handed.has(handedKey({ personId, role })));
  if (taken) {
    const successor = personName(group, handed.get(handedKey({ personId, role: taken.role })) ?? '');
    return refused(`${successor} has taken over from ${name}. Please take that back first.`);
  }
  const parts = await listParts(db, personId);
  for (const { role, schoolId } of ended) {
    const wrong = becomingFault({ name, parts, role, schoolId, group });
    if (wrong !== undefined) return refused(wrong);
  }
  await store.unmarkLeft(db, groupId, personId, at);
  await store.restorePlanned(db, { groupId, personId, reason: reasonOf(name), now });
  await planner.withdraw(db, { topic: 'notice', subjectId: personId }, `${actor.name} took it back`);
  await planner.replan(db, groupId, now);
  await planner.refresh(db, groupId, { kinds: ['left-news', 'head-left'], subjectId: personId });
  await recordAudit(
    db,
    ...ended.map(({ role, schoolId }) => ({
      ...{ hubId, groupId, at: now, byId: actor.personId, personId, act: 'gaveRole' as const },
      about: `${placeWords(group, { role, schoolId: schoolId ?? undefined })}, not left after all`,
    })),
  );
  return done(`Taken back. ${name} is in ${group.name} as before.`);
}

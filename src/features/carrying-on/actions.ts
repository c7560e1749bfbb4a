import { carriedOnCard, channelMovedCard, stoppedCard } from '../../../cards/carrying-on.js';
import { civilDate } from '../../calendar/dates.js';
import { usualTerms } from '../../calendar/usual-terms.js';
import { becomingFault } from '../../edge/becoming.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { recordAudit } from '../../store/audit.js';
import type { Tx } from '../../store/client.js';
import { type Group, holdGroup, loadGroup, membersWith } from '../../store/groups.js';
import { handedKey, listParts } from '../../store/people.js';
import { roleWord } from '../programmes/labels.js';
import { datesKey, datesWords, differWords, tooEarly } from './rules.js';
import type { CarryOnWish } from './schema.js';
import * as store from './store.js';

/** What was made of a group's next year, in words. */
export interface CarriedOn {
  id: string;
  name: string;
  schoolYear: string;
  schools: string[];
  /** Of schools that do not go on. */
  without: string[];
  people: number;
  dates: string;
  /** There are none yet. */
  dateless: boolean;
  programme: string;
  differ: string | undefined;
  /** Why somebody who led this year does not lead the next. */
  notLeading: string[];
}

/**
 * A group's next school year, within a transaction: schools and people that go on, open steps of theirs, the newest
 * edition of the programme. What was written this year stays in this year's group.
 * @param replan plans a group's messages anew
 * @param byId who carries it on; absent: the command line
 */
export async function carryOnWithin(
  db: Tx,
  groupId: string,
  wish: CarryOnWish,
  { now, replan, byId }: { now: Date; replan: (db: Tx, groupId: string) => Promise<void>; byId?: string },
): Promise<CarriedOn | { refused: string } | Faults> {
  await holdGroup(db, groupId);
  const group = await loadGroup(db, groupId);
  const done = await store.findNext(db, groupId);
  if (done) return { refused: `${group.name} is carried on already: ${done.name}, ${done.schoolYear}.` };
  const early = tooEarly(group, now);
  if (early !== undefined) return { refused: early };
  const next = await store.readNextYear(db, group);
  const wanted = new Set(wish.schools);
  if ([...wanted].some((id) => !group.schools.some((school) => school.id === id))) {
    return faults({ schools: 'One of these schools is not in the group any more. Please choose again.' });
  }
  const dates = next.dates.find((one) => datesKey(one) === wish.dates);
  if (!dates) return faults({ dates: 'Please choose where the dates come from.' });
  const { name } = wish;
  if (await store.nameIsTaken(db, { hubId: group.hubId, name, schoolYear: next.schoolYear })) {
    return faults({ name: `There is a group “${name}” in ${next.schoolYear} already. Please choose another name.` });
  }
  const mayNot = await leadersWhoMayNot(db, group, wanted);
  const without = new Set(mayNot.keys());
  const id = await store.createGroup(db, group, next, { name, schools: wanted, now, without });
  if (dates.from === 'group') await store.copyDates(db, dates.id, id, wanted);
  if (dates.from === 'usual') await store.saveDates(db, id, usualTerms(next.schoolYear) ?? []);
  await store.takeStopBack(db, groupId, now);
  await store.forgetSnoozes(db, groupId);
  await replan(db, id);
  await replan(db, groupId);
  const made = await loadGroup(db, id);
  await recordAudit(
    db,
    ...made.members.map(({ personId, role }) => ({
      ...{ hubId: made.hubId, groupId: id, at: now, personId, act: 'gaveRole' as const },
      ...(byId !== undefined && { byId }),
      about: roleWord(role, made),
    })),
  );
  return {
    id,
    name,
    schoolYear: next.schoolYear,
    schools: made.schools.map((school) => school.name),
    without: group.schools.filter((school) => !wanted.has(school.id)).map((school) => school.name),
    people: new Set(made.members.map(({ personId }) => personId)).size,
    dates: datesWords(dates, next.schoolYear),
    dateless: dates.from === 'later',
    programme: next.newer ? `${next.programme.name}, edition ${next.programme.version}` : 'as this year',
    differ: differWords(next.differ),
    notLeading: [...mayNot.values()],
  };
}

/** Whoever leads this year's group and is head or head of department of a school that goes on, and why not, in words. */
async function leadersWhoMayNot(db: Tx, group: Group, schools: ReadonlySet<string>): Promise<Map<string, string>> {
  const going = { id: group.id, schools: group.schools.filter(({ id }) => schools.has(id)) };
  const mayNot = new Map<string, string>();
  for (const { personId, name, role } of membersWith(group, 'specialist', 'hubLead')) {
    const wrong = becomingFault({ name, parts: await listParts(db, personId), role, group: going });
    if (wrong !== undefined) mayNot.set(handedKey({ personId, role }), wrong);
  }
  return mayNot;
}

export async function carryOn(context: Context, wish: CarryOnWish): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId } = context;
  const made = await carryOnWithin(db, groupId, wish, {
    now,
    replan: (tx, id) => planner.replan(tx, id, now),
    byId: actor.personId,
  });
  if ('refused' in made) return refused(made.refused);
  if ('kind' in made) return made;
  await refreshAsked(context);
  const channel = await store.hasChannel(db, groupId);
  return done(`${made.name} goes on in ${made.schoolYear}.`, carriedOnCard({ ...made, channel }));
}

/** Whoever was asked about next year sees the answer. */
async function refreshAsked({ db, planner, groupId }: Context, id = groupId): Promise<void> {
  await planner.refresh(db, id, { kinds: ['new-year'], subjectId: id });
}

const notCarried = 'This group carries on none of another year, so nothing was changed.';

/** As if it had not been carried on, while nothing has happened in the new year's group. */
export async function undoCarryOn(context: Context): Promise<Reply> {
  const { db, now, planner, groupId } = context;
  const group = await context.group();
  if (group.carriesOnId === null) return refused(notCarried);
  await holdGroup(db, group.carriesOnId);
  await holdGroup(db, groupId);
  const next = await store.findNext(db, group.carriesOnId);
  if (next?.id !== groupId) return refused(notCarried);
  if (await store.hasHappened(db, next, group.carriesOnId)) {
    return refused(
      `Something has happened in ${group.name}, ${group.schoolYear}, already: messages have gone out, or people have done or changed something there. So it stays as it is.`,
    );
  }
  await store.removeGroup(db, groupId, group.carriesOnId);
  await planner.replan(db, group.carriesOnId, now);
  await refreshAsked(context, group.carriesOnId);
  return done(`Taken back: there is no ${group.name}, ${group.schoolYear}, any more. This year’s group is as it was.`);
}

/** The channels of the year before become this group's. */
export async function moveChannel(context: Context): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  const group = await context.group();
  const { carriesOnId } = group;
  if (carriesOnId === null) return refused(notCarried);
  await holdGroup(db, carriesOnId);
  await holdGroup(db, groupId);
  const moved = await store.moveChannels(db, carriesOnId, groupId, { boundById: actor.personId, boundAt: now });
  if (moved === 0) return refused('There is no channel to take over: it has moved already, or there is none.');
  await planner.revive(db, { groupId, personId: null }, now);
  await planner.replan(db, groupId, now);
  await planner.refresh(db, groupId, { kinds: ['not-delivered'], subjectId: 'channel' });
  const ahead = await store.countAhead(db, carriesOnId);
  return done(
    `The channel is that of ${group.name}, ${group.schoolYear}, now.`,
    channelMovedCard({ groupId, name: group.name, schoolYear: group.schoolYear, at: now.toISOString(), ahead }),
  );
}

export async function moveChannelBack(context: Context, at: string): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  const group = await context.group();
  const { carriesOnId } = group;
  if (carriesOnId === null) return refused(notCarried);
  await holdGroup(db, carriesOnId);
  await holdGroup(db, groupId);
  const by = { boundById: actor.personId, boundAt: now };
  const moved = await store.moveChannels(db, groupId, carriesOnId, by, new Date(at));
  if (moved === 0) return refused('The channel has changed since, so nothing was taken back.');
  await planner.revive(db, { groupId: carriesOnId, personId: null }, now);
  await planner.replan(db, carriesOnId, now);
  await planner.refresh(db, carriesOnId, { kinds: ['not-delivered'], subjectId: 'channel' });
  return done('Taken back. The channel is that of the year before again.');
}

/** "We do not go on": nobody is asked again, and the ledger says so. */
export async function stop(context: Context): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const next = await store.findNext(db, groupId);
  if (next) return refused(`${group.name} is carried on already: ${next.name}, ${next.schoolYear}.`);
  if (await store.hasStopped(db, groupId)) return done('That is noted already.', stoppedCard(groupId, group.name));
  await store.saveStop(db, group, { byId: actor.personId, day: civilDate(now, group.zone), now });
  await store.forgetSnoozes(db, groupId);
  await planner.replan(db, groupId, now, { topic: 'new-year', subjectId: groupId }, 'the group does not go on');
  await refreshAsked(context);
  return done('Noted: the group ends with this year. Nobody is asked again.', stoppedCard(groupId, group.name));
}

export async function unstop(context: Context): Promise<Reply> {
  const { db, now, planner, groupId } = context;
  await holdGroup(db, groupId);
  if (!(await store.hasStopped(db, groupId))) return refused('That is taken back already.');
  await store.takeStopBack(db, groupId, now);
  await planner.replan(db, groupId, now, { topic: 'new-year', subjectId: groupId });
  await refreshAsked(context);
  return done('Taken back. Type “carry on” when you know how it goes on.');
}

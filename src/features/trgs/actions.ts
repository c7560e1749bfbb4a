import { takeBackCard } from '../../../cards/undo.js';
import { civilDate, formatDate } from '../../calendar/dates.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { holdGroup, schoolName } from '../../store/groups.js';
import { checkSession } from './rules.js';
import type { LogWish, TrgSession } from './schema.js';
import * as store from './store.js';

const gone = 'That session is not there any more, so nothing was changed.';

export async function logSession(context: Context, schoolId: string, wish: LogWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  if (!maySee('trg', context, { schoolId })) return faults({ school: 'Please choose the school.' });
  const wrong = checkSession(group, schoolId, wish, await othersOf(context, schoolId), civilDate(now, group.zone));
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const session = await store.saveSession(db, { groupId, schoolId, loggedById: actor.personId }, wish, now);
  const words = `Logged at ${schoolName(group, schoolId)}: ${formatDate(wish.day)}, “${wish.focus}”.`;
  const back = { label: 'Take it back', route: 'trg.undo', args: { group: groupId, session } };
  return done(words, takeBackCard('TRG session logged', words, back));
}

/** A session of a school whose sessions the person may see, and so keep. */
export async function findOwn(context: Context, id: string): Promise<TrgSession | undefined> {
  const session = await store.findSession(context.db, context.groupId, id);
  return session && maySee('trg', context, session) ? session : undefined;
}

/** The changed session takes the place of the other, which stays to go back to. */
export async function changeSession(context: Context, id: string, wish: LogWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const session = await findOwn(context, id);
  if (!session || session.undoneAt !== null) return refused(gone);
  const group = await context.group();
  const others = await othersOf(context, session.schoolId, id);
  const wrong = checkSession(group, session.schoolId, wish, others, civilDate(now, group.zone));
  if (Object.keys(wrong).length > 0) return faults(wrong);
  await store.setUndone(db, id, now);
  const place = { groupId, schoolId: session.schoolId, loggedById: actor.personId };
  const changed = await store.saveSession(db, place, wish, now);
  const words = `Changed: ${formatDate(wish.day)}, “${wish.focus}”.`;
  const back = { label: 'As it was before', route: 'trg.back', args: { group: groupId, session: changed, before: id } };
  return done(words, takeBackCard('TRG session changed', words, back));
}

/** As a session was before it was changed. */
export async function changeBack(context: Context, id: string, beforeId: string): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const session = await findOwn(context, id);
  const before = await findOwn(context, beforeId);
  if (!session || before?.schoolId !== session.schoolId) return refused(gone);
  if (session.undoneAt !== null || before.undoneAt === null)
    return refused('It has changed since, so nothing was changed now.');
  const clash = await clashOf(context, before, id);
  if (clash !== undefined) return refused(clash);
  await store.setUndone(db, id, now);
  await store.setUndone(db, beforeId, null);
  return done(`As it was before: ${formatDate(before.day)}, “${before.focus}”.`);
}

export async function undoSession(context: Context, id: string, back: boolean): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const session = await findOwn(context, id);
  if (!session) return refused(gone);
  if ((session.undoneAt !== null) === back) {
    return refused(back ? 'That is taken back already.' : 'That is there already.');
  }
  const clash = back ? undefined : await clashOf(context, session);
  if (clash !== undefined) return refused(clash);
  await store.setUndone(db, id, back ? now : null);
  const what = `${formatDate(session.day)}, “${session.focus}”`;
  if (!back) return done(`It is there again: ${what}.`);
  const words = `Taken back: ${what}.`;
  const again = { label: 'Put it in again', route: 'trg.redo', args: { group: groupId, session: id } };
  return done(words, takeBackCard('Taken back', words, again));
}

async function othersOf({ db, groupId }: Context, schoolId: string, id?: string): Promise<TrgSession[]> {
  return ((await store.listSessions(db, groupId)).get(schoolId) ?? []).filter((one) => one.id !== id);
}

/** Why a session cannot come back, in words: it was logged anew, or its school has left the group. */
async function clashOf(context: Context, session: TrgSession, instead?: string): Promise<string | undefined> {
  const group = await context.group();
  const others = await othersOf(context, session.schoolId, instead);
  return Object.values(checkSession(group, session.schoolId, session, others, civilDate(context.now, group.zone)))[0];
}

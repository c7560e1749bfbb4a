import { takeBackCard } from '../../../cards/undo.js';
import { formatDate } from '../../calendar/dates.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { holdGroup } from '../../store/groups.js';
import { programmeOf, releaseOf } from '../programmes/of-group.js';
import { checkLog, daysText, usedWords } from './rules.js';
import type { LogWish, ReleaseEntry } from './schema.js';
import * as store from './store.js';

const gone = 'That entry is not in the ledger any more, so nothing was changed.';
const notYours = 'That is about another school, so nothing was changed.';

export async function logRelease(context: Context, schoolId: string, wish: LogWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  if (!maySee('release', context, { schoolId })) return refused(notYours);
  await holdGroup(db, groupId);
  const group = await context.group();
  const before = await store.readLedger(db, group, schoolId, now);
  const wrong = checkLog(group, schoolId, wish, before.lines);
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const entry = await store.saveEntry(db, { groupId, schoolId, loggedById: actor.personId }, wish, now);
  const total = daysText(wish.halfDays * wish.who.length);
  const after = usedWords(await store.readLedger(db, group, schoolId, now));
  const words = `Logged: ${total} ${total === '1' || total === '½' ? 'day' : 'days'} on ${formatDate(wish.day)}. Now ${after}.`;
  return done(
    words,
    takeBackCard('Release logged', words, {
      label: 'Take it back',
      route: 'release.undo',
      args: { group: groupId, entry },
    }),
  );
}

/** Whoever logged it, the school's own leaders and the specialist. */
export const mayUndo = (context: Context, entry: Pick<ReleaseEntry, 'schoolId' | 'loggedById'>): boolean =>
  maySee('release', context, entry) &&
  (entry.loggedById === context.actor.personId ||
    context.parts.some(({ role }) => role === 'specialist' || role === 'head' || role === 'headOfDepartment'));

export async function undoEntry(context: Context, id: string, back: boolean): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const entry = await store.findEntry(db, groupId, id);
  if (!entry || !maySee('release', context, entry)) return refused(gone);
  if (!mayUndo(context, entry))
    return refused('Only whoever logged it, the school’s leaders or the specialist can change that.');
  if ((entry.undoneAt !== null) === back) {
    return refused(back ? 'That is taken back already.' : 'That is in the ledger already.');
  }
  if (!back) {
    const group = await context.group();
    const { lines } = await store.readLedger(db, group, entry.schoolId, now);
    const wish = { ...entry, who: entry.people.map(({ personId }) => personId), cost: undefined } as LogWish;
    const [wrong] = Object.values(checkLog(group, entry.schoolId, wish, lines));
    if (wrong !== undefined) return refused(wrong);
  }
  await store.setUndone(db, id, back ? now : null);
  const words = back ? `Taken back: ${formatDate(entry.day)} is out of the ledger.` : 'It is in the ledger again.';
  return back
    ? done(
        words,
        takeBackCard('Taken back', words, {
          label: 'Put it in again',
          route: 'release.redo',
          args: { group: groupId, entry: id },
        }),
      )
    : done(words);
}

/** Which of several agreements holds, where the programme's papers disagree. */
export async function chooseReading(context: Context, key: string): Promise<Reply | Faults> {
  const { db, groupId } = context;
  const group = await context.group();
  const before = releaseOf(group);
  const reading = programmeOf(group).release.readings.find((one) => one.key === key);
  if (!reading) return faults({ reading: 'Please choose one of these.' });
  if (reading.key === before.key) return done(`That holds already: ${reading.words}.`);
  await store.saveReading(db, groupId, reading.key);
  const words = `From now on this holds: ${reading.words}.`;
  return done(
    words,
    takeBackCard('Agreement on release', words, {
      label: 'Take it back',
      route: 'release.reading-back',
      args: { group: groupId, reading: before.key },
    }),
  );
}

import { takeBackCard } from '../../../cards/undo.js';
import { civilDate, formatDate } from '../../calendar/dates.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { tooLong } from '../../edge/values.js';
import { holdGroup, personName, schoolName } from '../../store/groups.js';
import { classroomSubject } from './reminders.js';
import * as rules from './rules.js';
import { type Classroom, limits, noMeeting, type OpenWish, openValues, parts, type ReturnWish } from './schema.js';
import * as store from './store.js';

const gone = 'That open classroom is not there any more, so nothing was changed.';
const notYours = 'That is about another school, so nothing was changed.';

/** Who writes for a school: those who take the lesson home. */
export const mayReturn = ({ parts: own }: Context, schoolId: string): boolean =>
  own.some((part) => (part.role === 'advocate' || part.role === 'headOfDepartment') && part.schoolId === schoolId);

const whichWords = ({ day, idea }: Pick<Classroom, 'day' | 'idea'>): string =>
  `${formatDate(day)}, ${rules.ideaName(idea)}`;

/** A new open classroom, or what is different about one. */
export async function openClassroom(context: Context, id: string | undefined, wish: OpenWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const before = id === undefined ? undefined : await store.findClassroom(db, group, id);
  if (id !== undefined && (!before || before.undoneAt !== null)) return refused(gone);
  const others = (await store.listClassrooms(db, group)).filter((one) => one.id !== id);
  const meetings = (await store.listMeetings(db, groupId)).filter(({ status }) => status === 'planned');
  const read = rules.readOpen(group, wish, meetings, others);
  if ('wrong' in read) return faults(read.wrong);
  if (before) await store.updateClassroom(db, before.id, read.data);
  const by = { groupId, createdById: actor.personId };
  const classroom = before?.id ?? (await store.createClassroom(db, by, read.data, now));
  await afterChange(context, 'the open classroom has changed');
  const words = `${before ? 'Changed' : 'Noted'}: ${whichWords(read.data)}, “${read.data.lesson}”.`;
  const args = { group: groupId, classroom };
  const back = before
    ? {
        label: 'As it was before',
        route: 'classroom.back',
        args: {
          ...args,
          meeting: before.meetingId ?? noMeeting,
          day: before.meetingId === null ? before.day : '',
          idea: before.idea,
          lesson: before.lesson,
        },
      }
    : { label: 'Take it back', route: 'classroom.undo', args };
  return done(words, takeBackCard(before ? 'Open classroom changed' : 'Open classroom noted', words, back));
}

/** As a classroom was before it was changed. */
export async function changeBack(context: Context, id: string, before: Record<keyof OpenWish, string>): Promise<Reply> {
  const wish = openValues.safeParse(before);
  if (!wish.success) return refused(gone);
  const outcome = await openClassroom(context, id, wish.data);
  return outcome.kind === 'faults' ? refused(Object.values(outcome.fields).join(' ')) : outcome;
}

export async function undoClassroom(context: Context, id: string, back: boolean): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const classroom = await store.findClassroom(db, group, id);
  if (!classroom) return refused(gone);
  if ((classroom.undoneAt !== null) === back) {
    return refused(back ? 'That is taken back already.' : 'That is there already.');
  }
  await store.setUndone(db, id, back ? now : null);
  await afterChange(context, 'the open classroom was taken back');
  if (!back) return done(`It is there again: ${whichWords(classroom)}.`);
  const words = `Taken back: ${whichWords(classroom)}. Nothing that schools wrote about it is lost.`;
  const again = { label: 'Put it in again', route: 'classroom.redo', args: { group: groupId, classroom: id } };
  return done(words, takeBackCard('Taken back', words, again));
}

async function afterChange({ db, now, planner, groupId }: Context, gone: string): Promise<void> {
  await planner.replan(db, groupId, now, { topic: 'classroom' }, gone);
  await planner.refresh(db, groupId, { kinds: ['classroom-return'] });
}

/** A classroom that took place, for whoever writes for the school; or why there is none. */
export async function findHeld(context: Context, id: string, schoolId: string): Promise<Classroom | Reply> {
  if (!mayReturn(context, schoolId)) return refused(notYours);
  const group = await context.group();
  const classroom = await store.findClassroom(context.db, group, id);
  if (!classroom || classroom.undoneAt !== null || classroom.cancelled) return refused(gone);
  if (rules.isHeld(classroom, civilDate(context.now, group.zone))) return classroom;
  return refused(`The open classroom is on ${formatDate(classroom.day)}: there is nothing to take home before then.`);
}

interface Target {
  classroom: string;
  school: string;
  /** Which state of the return the form showed. */
  seen: string;
}

/** What a school made of a classroom, as much of it as there is; the rest can follow. */
export async function writeReturn(context: Context, target: Target, wish: ReturnWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const classroom = await findHeld(context, target.classroom, target.school);
  if ('kind' in classroom) return classroom;
  const group = await context.group();
  const today = civilDate(now, group.zone);
  const taughtOn = rules.taughtOnFault(group, classroom, target.school, wish.taughtOn, today);
  if (taughtOn !== undefined) return faults({ taughtOn });
  const before = rules.returnOf(classroom, target.school);
  if (!before && rules.isBlank(wish)) {
    return faults({}, 'Please fill in one of these at least. If nothing has come of it so far, press “Not yet”.');
  }
  // A colleague has written since this form was opened: what both wrote stays.
  const theirs = before && rules.stampOf(before) !== target.seen && !rules.isBlank(before) ? before : undefined;
  const saved = theirs ? rules.joinReturns(theirs, wish) : wish;
  const long = parts.find((part) => saved[part].length > limits.part);
  if (long !== undefined) return faults({ [long]: tooLong(saved[long].length, limits.part) });
  const by = { classroomId: classroom.id, schoolId: target.school, updatedById: actor.personId };
  await store.saveReturn(db, by, saved, now);
  await afterReturn(context, classroom.id, target.school);
  const joined = theirs
    ? ` ${personName(group, theirs.updatedById)} had written too while your form was open: both are kept.`
    : '';
  return done(`Saved for ${schoolName(group, target.school)}: ${rules.howFar(saved)}.${joined}`);
}

/** “Not yet” stops the question, and is taken back as easily. */
export async function replyNotYet(context: Context, id: string, schoolId: string, isBack: boolean): Promise<Reply> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const classroom = await findHeld(context, id, schoolId);
  if ('kind' in classroom) return classroom;
  const before = rules.returnOf(classroom, schoolId);
  if (before && !rules.isBlank(before))
    return refused('Your school has written about it already, so nothing was changed.');
  if (isBack) await store.removeReturn(db, id, schoolId);
  else {
    const blank = { taughtOn: null, taught: '', evaluation: '', usedAgain: '', embedded: '' };
    await store.saveReturn(db, { classroomId: id, schoolId, updatedById: actor.personId }, blank, now);
  }
  await afterReturn(context, id, schoolId);
  if (isBack) return done('Taken back. You will be asked as before.');
  const words = '“Not yet” is a welcome answer. You can fill it in whenever you like.';
  const back = {
    label: 'Take it back',
    route: 'classroom.reply',
    args: { group: groupId, classroom: id, school: schoolId, reply: 'back' },
  };
  return done(words, takeBackCard('Not yet', words, back));
}

async function afterReturn(
  { db, now, planner, groupId }: Context,
  classroomId: string,
  schoolId: string,
): Promise<void> {
  const subjectId = classroomSubject(classroomId, schoolId);
  await planner.replan(db, groupId, now, { topic: 'classroom', subjectId });
  await planner.refresh(db, groupId, { kinds: ['classroom-return'], subjectId });
}

import { takeBackCard } from '../../../cards/undo.js';
import { formatInstant } from '../../calendar/dates.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { type Group, holdGroup } from '../../store/groups.js';
import { colleagues, gone, replan } from './actions.js';
import { answersOn } from './reminders.js';
import { askedTo, maySeeMeeting, recordableAt } from './rules.js';
import type { HeadMeeting, RecordWish } from './schema.js';
import * as store from './store.js';

export async function answerMeeting(
  context: Context,
  { meeting: id, answer, round }: { meeting: string; answer: 'yes' | 'no' | 'unsure' | 'back'; round: number },
): Promise<Reply> {
  const { db, now, planner, actor, groupId, zone } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const meeting = await store.findHeadMeeting(db, groupId, id);
  if (!meeting || !maySeeMeeting(context, meeting)) return refused(gone);
  const when = formatInstant(meeting.startsAt, zone);
  if (!askedTo(group, meeting).some(({ personId }) => personId === actor.personId)) return refused(gone);
  if (meeting.status === 'cancelled')
    return refused(`The meeting on ${when} has been cancelled, so there is nothing to answer.`);
  if (meeting.startsAt <= now) return refused(`The meeting on ${when} has begun, so nothing was changed.`);
  if (round !== meeting.round)
    return refused(`The meeting has moved to ${when} since. Please answer for that: type “heads”.`);
  const whose = { meetingId: id, personId: actor.personId };
  if (answer === 'back') await store.dropAnswer(db, whose);
  else await store.saveAnswer(db, { ...whose, answer }, now);
  await tellWhoMeets(context, group, meeting, answer);
  await planner.replan(db, groupId, now, { topic: 'head-meeting', subjectId: id });
  await planner.refresh(
    db,
    groupId,
    { kinds: answersOn.own, subjectId: id, personId: actor.personId },
    { kinds: answersOn.all, subjectId: id },
  );
  if (answer === 'back') return done(`Taken back: you have not answered for ${when}.`);
  const words = {
    yes: `You will come on ${when}.`,
    no: `You cannot come on ${when}.`,
    unsure: `You are not sure about ${when}.`,
  };
  return done(`Thank you. ${words[answer]} You can change it any time.`);
}

/** A meeting with one head does not take place without them: those whom it concerns hear at once. */
async function tellWhoMeets(context: Context, group: Group, meeting: HeadMeeting, answer: string): Promise<void> {
  const { db, now, planner, actor, groupId } = context;
  if (meeting.schoolId === null) return;
  const about = { topic: 'notice', subjectId: `${meeting.id}/${actor.personId}` } as const;
  await planner.withdraw(db, about, 'the head has answered again since');
  if (answer !== 'no') return;
  await planner.announce(
    db,
    groupId,
    now,
    [...new Set(colleagues(context, group, meeting))].map(
      (personId): Plan => ({
        ...about,
        kind: 'head-meeting-cannot',
        personId,
        occurrence: now.toISOString(),
        late: 'send',
        prompt: true,
        dueAt: now,
        expiresAt: meeting.startsAt,
        why: `${actor.name} cannot come`,
      }),
    ),
  );
}

export async function recordMeeting(context: Context, id: string, wish: RecordWish): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const meeting = await store.findHeadMeeting(db, groupId, id);
  if (meeting?.status !== 'planned') return refused(gone);
  if (meeting.startsAt > now) return refused('That meeting has not begun yet, so there is nothing to record.');
  const people = recordableAt(group, meeting).map(({ personId }) => personId);
  const came = new Set(wish.present);
  if (wish.present.some((personId) => !people.includes(personId)))
    return faults({ present: 'Please choose among the heads who were asked.' });
  const agreed = wish.agreed.trim();
  await store.savePresence(db, id, people, came);
  await store.updateMeeting(db, id, { recordedAt: now, agreed });
  const told = await store.reachedBy(db, id, ['head-meeting-agreed'], undefined, ['planned', 'sending', 'sent']);
  const heads = agreed === '' ? [] : askedTo(group, meeting).filter(({ personId }) => !told.has(personId));
  await planner.announce(
    db,
    groupId,
    now,
    heads.map(
      ({ personId }): Plan => ({
        kind: 'head-meeting-agreed',
        topic: 'notice',
        subjectId: id,
        personId,
        occurrence: now.toISOString(),
        late: 'send',
        dueAt: now,
        why: `${actor.name} recorded what was agreed`,
      }),
    ),
  );
  await showRecord(context, meeting);
  const words = [
    `Saved: ${came.size} of ${people.length} came.`,
    ...(heads.length > 0
      ? [`What was agreed goes to ${heads.length === 1 ? heads[0]?.name : `${heads.length} heads`}.`]
      : []),
  ].join(' ');
  return done(
    words,
    takeBackCard('Recorded', words, {
      label: 'Take it back',
      route: 'heads.unrecord',
      args: { group: groupId, meeting: id },
    }),
  );
}

/** What was written stays, for the next try; nobody else is shown it. */
export async function unrecordMeeting(context: Context, id: string): Promise<Reply> {
  const { db, planner, groupId } = context;
  await holdGroup(db, groupId);
  const meeting = await store.findHeadMeeting(db, groupId, id);
  if (!meeting?.recordedAt) return refused('That is taken back already, so nothing was changed.');
  await planner.withdraw(db, { topic: 'notice', subjectId: id }, 'the record was taken back');
  await store.savePresence(db, id, [], undefined);
  await store.updateMeeting(db, id, { recordedAt: null });
  await showRecord(context, meeting);
  const words = 'Taken back: the meeting is not recorded. What you wrote is kept for you.';
  return done(
    words,
    takeBackCard('Taken back', words, {
      label: 'Record it',
      route: 'heads.record',
      args: { group: groupId, meeting: id },
    }),
  );
}

async function showRecord(context: Context, meeting: HeadMeeting): Promise<void> {
  const { db, planner, groupId } = context;
  await replan(context, meeting);
  await planner.refresh(db, groupId, { kinds: ['head-meeting-agreed'], subjectId: meeting.id });
}

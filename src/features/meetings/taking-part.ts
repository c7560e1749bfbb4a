import { formatInstant } from '../../calendar/dates.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { sayTold } from '../../edge/told.js';
import { membersWith } from '../../store/groups.js';
import { changeKinds, meetingGone } from './actions.js';
import { expectedAt, headsToAsk } from './rules.js';
import type { Meeting } from './schema.js';
import * as store from './store.js';

export async function answerMeeting(
  context: Context,
  meetingId: string,
  answer: 'yes' | 'no' | 'unsure' | 'back',
): Promise<Reply> {
  const { db, now, planner, actor, groupId, zone } = context;
  const meeting = await store.peekMeeting(db, groupId, meetingId);
  if (!meeting) return refused(meetingGone);
  const when = formatInstant(meeting.startsAt, zone);
  if (meeting.status === 'cancelled')
    return refused(`The meeting on ${when} has been cancelled, so there is nothing to answer.`);
  if (meeting.startsAt <= now) return refused(`The meeting on ${when} has begun; tell your specialist instead.`);
  const whose = { meetingId, personId: actor.personId };
  if (answer === 'back') {
    await store.dropAnswer(db, whose);
    await planner.replan(db, groupId, now, { topic: 'meeting', subjectId: meetingId });
  } else {
    await store.saveAnswer(db, { ...whose, answer }, now);
    await planner.silence(db, { subjectId: meetingId, personId: actor.personId, chain: 'coming' }, 'has answered');
  }
  await planner.refresh(
    db,
    groupId,
    { kinds: ['schedule', 'half-term-opening'], subjectId: groupId },
    { kinds: ['meeting-reminder', ...changeKinds], subjectId: meetingId },
    { kinds: ['will-you-come'], subjectId: meetingId, personId: actor.personId },
  );
  if (answer === 'back') return done(`Taken back: you have not answered for ${when}.`);
  const words = {
    yes: `You are coming on ${when}.`,
    no: `You cannot come on ${when}.`,
    unsure: `You are not sure about ${when}.`,
  };
  return done(`Thank you. ${words[answer]} You can change it any time.`);
}

export async function answerMeetings(
  context: Context,
  answers: Readonly<Record<string, 'none' | 'yes' | 'no' | 'unsure'>>,
): Promise<Reply> {
  let saved = 0;
  for (const [field, answer] of Object.entries(answers)) {
    if (answer === 'none') continue;
    const reply = await answerMeeting(context, field.slice('m-'.length), answer);
    if (reply.kind === 'done') saved += 1;
  }
  return saved === 0
    ? refused('No answer was chosen, so nothing was changed.')
    : done(`Thank you. ${saved === 1 ? 'One answer is' : `${saved} answers are`} saved; you can change them any time.`);
}

export async function answerCover(
  context: Context,
  meetingId: string,
  answer: 'arranged' | 'talk' | 'back',
): Promise<Reply> {
  const { db, now, planner, actor } = context;
  const group = await context.group();
  const meeting = await store.findMeeting(db, group.id, meetingId);
  if (!meeting) return refused(meetingGone);
  const when = formatInstant(meeting.startsAt, group.zone);
  if (meeting.status === 'cancelled') return refused(`The meeting on ${when} has been cancelled: no cover is needed.`);
  if (meeting.startsAt <= now) return refused(`The meeting on ${when} has begun, so nothing was changed.`);
  const head = headsToAsk(group).find((one) => one.personId === actor.personId);
  if (!head)
    return refused('Your school has no teachers in this Work Group at the moment, so there is nothing to arrange.');
  const whose = { meetingId, schoolId: head.schoolId };
  if (answer === 'back') await store.dropCover(db, whose);
  else await store.saveCover(db, { ...whose, answer, personId: actor.personId }, now);
  const specialists = membersWith(group, 'specialist');
  const talk = { topic: 'notice', subjectId: `${meetingId}/${actor.personId}` } as const;
  if (answer === 'talk') {
    await planner.announce(
      db,
      group.id,
      now,
      specialists.map(
        ({ personId }): Plan => ({
          ...talk,
          kind: 'cover-talk',
          personId,
          occurrence: now.toISOString(),
          late: 'send',
          prompt: true,
          dueAt: now,
          why: `${actor.name} pressed “Need to talk”`,
        }),
      ),
    );
  } else {
    await planner.withdraw(db, talk, answer === 'back' ? 'it was taken back' : 'the head has arranged cover since');
  }
  await planner.replan(db, group.id, now, { topic: 'meeting', subjectId: meetingId });
  // A head's card shows the answer of her own school alone.
  const colleagues = headsToAsk(group).filter(({ schoolId }) => schoolId === head.schoolId);
  await planner.refresh(
    db,
    group.id,
    ...colleagues.map(({ personId }) => ({ kinds: ['cover-request', 'cover-again'], subjectId: meetingId, personId })),
    { kinds: ['cover-unanswered'], subjectId: meetingId },
  );
  if (answer === 'back') return done(`Taken back: you have not said whether cover is arranged for ${when}.`);
  return answer === 'arranged'
    ? done('Thank you. Cover is noted as arranged; you will not be asked again about this meeting.')
    : done(
        `${await sayTold(context, { kinds: ['cover-talk'], subjectId: talk.subjectId }, 'specialists')} that you would like to talk.`,
      );
}

export async function recordAttendance(context: Context, meeting: Meeting, present: readonly string[]): Promise<Reply> {
  const { db, now, planner } = context;
  const group = await context.group();
  const expected = expectedAt(group).map((member) => member.personId);
  const came = new Set(present.filter((personId) => expected.includes(personId)));
  await store.saveAttendance(db, meeting.id, expected, came, now);
  for (const { personId } of membersWith(group, 'specialist')) {
    await planner.silence(db, { subjectId: meeting.id, personId, chain: 'attendance' }, 'attendance is recorded');
  }
  await planner.refresh(db, group.id, { kinds: ['attendance'], subjectId: meeting.id });
  return done(`Saved: ${came.size} of ${expected.length} came.`);
}

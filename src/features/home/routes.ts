import { homeCard } from '../../../cards/people.js';
import { kindTitles, snoozeForm, upcomingCard } from '../../../cards/upcoming.js';
import { addDays, civilDate, formatDate, formatInstant } from '../../calendar/dates.js';
import { nextSchoolDay, schoolDaysAfter } from '../../calendar/school-calendar.js';
import { open, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { calendarOf, schoolName } from '../../store/groups.js';
import { roleLabel } from '../programmes/labels.js';
import { lastUsefulDay, snooze } from './actions.js';
import { maybeGroupArgs, snoozeArgs, snoozeValues } from './schema.js';
import { type Audience, listChain, readOwn, readUpcoming } from './store.js';

const answerWords = { yes: 'you are coming', no: 'you cannot come', unsure: 'you are not sure' };
const replyWords = {
  draft: 'half written, and kept',
  notYet: 'not yet',
  didNotWork: 'tried it, it did not work',
  done: 'in, thank you',
};

/** What concerns a person: their own messages, and the channel's for those who are in it. */
const audienceOf = ({ actor, roles }: Context): Audience => ({
  personId: actor.personId,
  channel: roles.some((role) => role !== 'head'),
});

async function buildHome(context: Context) {
  const { db, now, actor } = context;
  const group = await context.group();
  const { meeting, task } = await readOwn(db, group.id, actor.personId, now);
  const upcoming = await readUpcoming(db, group, now, { only: audienceOf(context), limit: 5 });
  const reflects = context.roles.includes('advocate');
  const [reflection] = task?.reflections ?? [];
  const answer = meeting?.answers[0]?.answer;
  return homeCard({
    name: actor.name,
    groupId: group.id,
    groupName: group.name,
    role: context.roles.map((role) => roleLabel(role, group.programme)).join(', '),
    meeting: meeting
      ? {
          when: formatInstant(meeting.startsAt, group.zone),
          where: meeting.hostSchoolId ? `at ${schoolName(group, meeting.hostSchoolId)}` : 'online',
          answer: answer ? answerWords[answer] : reflects ? 'none yet' : undefined,
        }
      : undefined,
    task: task
      ? {
          id: task.id,
          title: task.title,
          due: formatDate(task.dueOn),
          reply: reflects ? (reflection ? replyWords[reflection.status] : 'none yet') : 'asked of the lead teachers',
          mayReflect: reflects,
        }
      : undefined,
    next: upcoming.planned.map((row) => ({ when: `${row.day}, ${row.time}`, title: row.title })),
    calendarUrl: `${context.publicUrl}/calendar/${actor.calendarSecret}.ics`,
  });
}

export const homeRoutes: readonly Route[] = [
  defineRoute({
    id: 'home.show',
    who: everyone,
    command: { words: 'home', help: 'Your own page: next meeting, gap task, what is sent to you next' },
    args: maybeGroupArgs,
    view: async (context) => show(await buildHome(context)),
  }),
  defineRoute({
    id: 'upcoming.show',
    who: everyone,
    command: { words: 'upcoming', help: 'See what is sent next, to whom and why' },
    args: maybeGroupArgs,
    view: async (context) => {
      const leads = context.roles.includes('specialist') || context.roles.includes('hubLead');
      const upcoming = await readUpcoming(context.db, await context.group(), context.now, {
        ...(!leads && { only: audienceOf(context) }),
      });
      return show(upcomingCard(upcoming.planned, upcoming.skipped, upcoming.more));
    },
  }),
  defineRoute({
    id: 'reminder.snooze',
    who: everyone,
    args: snoozeArgs,
    values: snoozeValues,
    view: async (context, args) => {
      const group = await context.group();
      const chain = await listChain(context.db, group.id, {
        personId: context.actor.personId,
        subjectId: args.subject,
        chain: args.chain,
      });
      const [first] = chain;
      if (!first) return refused('There is nothing to be reminded of.');
      const today = civilDate(context.now, group.zone);
      const calendar = calendarOf(group, context.actor.personId);
      const last = await lastUsefulDay(context, chain);
      if (last !== undefined && last <= today) return refused('It is too close now to be reminded later.');
      const proposed = schoolDaysAfter(calendar, today, 3);
      return open(
        snoozeForm({
          args,
          what: kindTitles[first.kind] ?? first.kind,
          proposed: last !== undefined && proposed > last ? last : proposed,
          min: nextSchoolDay(calendar, addDays(today, 1)),
          max: last,
        }),
      );
    },
    act: (context, args, { until }) => snooze(context, args.subject, args.chain, until),
  }),
];

import { auditCard } from '../../../cards/audit.js';
import { type HomeGroup, homeCard } from '../../../cards/home.js';
import { pauseForm } from '../../../cards/pause.js';
import { channelNames, kindTitles, snoozeForm, type UpcomingRow, upcomingCard } from '../../../cards/upcoming.js';
import { addDays, civilDate, formatDate, formatFullDate, formatTime } from '../../calendar/dates.js';
import { nextSchoolDay, schoolDaysAfter } from '../../calendar/school-calendar.js';
import { open, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { readAudit } from '../../store/audit.js';
import { calendarOf, type Role, rolesIn } from '../../store/groups.js';
import { hubName } from '../../store/hubs.js';
import { lastUsefulDay, pauseMessages, resumeMessages, snooze } from './actions.js';
import { currentGroups, lastPauseEnd, leads, proposePauseEnd, rolesOf, stillSent, viewGroup } from './rules.js';
import { auditArgs, pauseValues, snoozeArgs, snoozeValues } from './schema.js';
import { type Concerned, findPause, listChain, listGroups, readGroupState, readUpcoming } from './store.js';

/** What concerns a person: their own messages, and a channel's for those who are in it. */
const concerned = (personId: string, roles: readonly Role[]): Concerned => ({
  personId,
  channels: [
    ...(roles.some((role) => role !== 'head') ? (['group'] as const) : []),
    ...(roles.some((role) => rolesIn('heads').includes(role)) ? (['heads'] as const) : []),
  ],
});

/** How many messages a page shows of what is next. */
const shownNext = 5;
/** How many entries a page shows of who did what. */
const auditRows = 15;

async function buildHome(context: Context) {
  const { db, now, actor, zone } = context;
  const today = civilDate(now, zone);
  const groups = currentGroups(await listGroups(db, actor.personId), today);
  const views: HomeGroup[] = [];
  const next: (UpcomingRow & { group: string })[] = [];
  for (const group of groups) {
    const roles = rolesOf(group, actor.personId);
    const state = await readGroupState(db, group, actor.personId, roles, now);
    views.push(viewGroup(group, actor.personId, state));
    if (roles.length === 0) continue;
    const { planned } = await readUpcoming(db, group, now, {
      only: concerned(actor.personId, roles),
      limit: shownNext,
    });
    next.push(...planned.map((row) => ({ ...row, group: group.name })));
  }
  return homeCard({
    name: actor.name,
    groups: views,
    next: next
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .slice(0, shownNext)
      .map((row) => ({
        when: `${row.day}, ${row.time}`,
        title: [
          row.title,
          ...Object.values(channelNames).flatMap((name) => (row.to.includes(name) ? [`in ${name}`] : [])),
          ...(groups.length > 1 ? [row.group] : []),
        ].join(', '),
      })),
    pausedUntil: await pausedUntil(context),
    calendarUrl: `${context.publicUrl}/calendar/${actor.calendarSecret}.ics`,
  });
}

/** "Mon 2 Nov", while the person has quiet. */
async function pausedUntil({ db, actor, now, zone }: Context): Promise<string | undefined> {
  const pause = await findPause(db, actor.personId);
  return pause && pause.until > civilDate(now, zone) ? formatDate(pause.until) : undefined;
}

export const homeRoutes: readonly Route[] = [
  defineRoute({
    id: 'home.show',
    who: everyone,
    anyGroup: true,
    stoodDown: true,
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
      const { actor, roles } = context;
      const seesAll = roles.some((role) => leads.includes(role));
      const upcoming = await readUpcoming(context.db, await context.group(), context.now, {
        ...(!seesAll && { only: concerned(actor.personId, roles) }),
      });
      return show(upcomingCard(upcoming.planned, upcoming.skipped, upcoming.more, await pausedUntil(context)));
    },
  }),
  defineRoute({
    id: 'audit.show',
    who: ['hubLead'],
    anyGroup: true,
    args: auditArgs,
    view: async ({ db, hubId, zone }, { page }) => {
      const lines = await readAudit(db, hubId, { skip: (page - 1) * auditRows, take: auditRows + 1 });
      const rows = lines.slice(0, auditRows).map(({ at, ...line }) => ({
        ...line,
        when: `${formatFullDate(civilDate(at, zone))}, ${formatTime(at, zone)}`,
      }));
      return show(auditCard({ hub: await hubName(db, hubId), rows, page, more: lines.length > auditRows }));
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
  defineRoute({
    id: 'reminder.pause',
    who: everyone,
    anyGroup: true,
    command: { words: 'pause', help: 'Ask me to be quiet until a day' },
    values: pauseValues,
    view: async (context) => {
      const group = await context.group();
      const today = civilDate(context.now, context.zone);
      return open(
        pauseForm({
          proposed: proposePauseEnd(calendarOf(group, context.actor.personId), today),
          min: addDays(today, 1),
          max: lastPauseEnd(today),
          still: stillSent(context.roles),
          now: await pausedUntil(context),
        }),
      );
    },
    act: (context, _args, { until }) => pauseMessages(context, until),
  }),
  defineRoute({
    id: 'reminder.resume',
    who: everyone,
    anyGroup: true,
    act: (context) => resumeMessages(context),
  }),
];

import { isField } from '../../cards/model.js';
import { channelNames, kindTitles } from '../../cards/upcoming.js';
import { civilDate, formatInstant, instantAt } from '../calendar/dates.js';
import { nextSchoolDay, schoolDaysAfter } from '../calendar/school-calendar.js';
import { composeCore, createLog, importDeps, openDatabase } from '../compose.js';
import type { Messenger } from '../delivery/messenger.js';
import type { Reply } from '../edge/reply.js';
import type { Router } from '../edge/router.js';
import { createSetClock } from '../shared/clock.js';
import { groupBy } from '../shared/group-by.js';
import { newId } from '../shared/ids.js';
import type { Database } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { type Group, loadGroup, membersWith, personName } from '../store/groups.js';
import { findGroup } from './groups.js';
import { presentOf } from './present.js';
import { print, UserError } from './print.js';
import { copyGroup } from './sandbox.js';

interface Rehearsed {
  at: Date;
  title: string;
  kinds: string[];
  to: string[];
  why: string[];
  text: string;
}

interface NotSent {
  day: string;
  title: string;
  to: string;
  reason: string;
}

/**
 * Plays the rest of the year in a copy of the group, as if nobody answered: the specialist publishes the proposed
 * dates if there are none, and sets a gap task after each meeting if none is set. A group to which nothing was sent
 * yet is played from the first day of its school year.
 */
export async function printRehearsal(db: Database, name: string, json: boolean): Promise<void> {
  const original = await findGroup(db, name);
  if (original.calendar.halfTerms.length === 0) {
    throw new UserError(`“${original.name}” has no term dates yet. Import them first: workgroup import term-dates.csv`);
  }
  const [specialist] = membersWith(original, 'specialist');
  if (!specialist)
    throw new UserError(`“${original.name}” has no specialist yet. Add one to the roster and import it again.`);
  const begun = (await db.delivery.count({ where: { groupId: original.id, status: 'sent' } })) > 0;
  const start = begun ? await presentOf(db) : firstMorning(original);

  const sandbox = await openDatabase('file::memory:');
  await copyGroup(db, sandbox, original.id, begun);
  const played = await play(sandbox, original.id, specialist.personId, start);
  const { sent, skipped } = await readOutcome(sandbox, played);
  await sandbox.$disconnect();

  if (json) {
    print(JSON.stringify({ group: original.name, messages: sent, skipped }));
    return;
  }
  print(`${original.name}, ${original.schoolYear}: every message, as if nobody answered. Nothing is sent.\n`);
  for (const { at, title, to, why, text } of sent) {
    print(`${formatInstant(at, original.zone)}  ${title}\n  to ${to.join(', ')}\n  because: ${why.join('; ')}`);
    print(`${text.replace(/^/gmu, '  | ')}\n`);
  }
  print(`${sent.length} messages.`);
  if (skipped.length > 0) print(`\nSkipped:`);
  for (const row of skipped) print(`${row.day}  ${row.title}  to ${row.to}: ${row.reason}`);
}

function firstMorning(group: Group): Date {
  const first = group.calendar.halfTerms[0]?.firstDay ?? '';
  return instantAt(nextSchoolDay(group.calendar, first), '08:00', group.zone);
}

/** Texts of the messages by reference. */
type Texts = ReadonlyMap<string, string>;

async function play(db: Database, groupId: string, specialistId: string, start: Date): Promise<Texts> {
  const clock = createSetClock(start);
  const texts = new Map<string, string>();
  const record: Messenger = {
    // It is printed and passed round: of what only its reader may read, no more than what it is about.
    post: async ({ kept = '' }) => {
      const ref = String(texts.size + 1);
      texts.set(ref, kept);
      return ref;
    },
    find: async () => 'absent',
    update: async () => {},
  };
  const log = createLog('silent');
  const { router, relay } = composeCore({ db, clock, log, publicUrl: 'https://bot.example', messenger: record });
  await db.$transaction((tx) => importDeps(start).replan(tx, groupId));

  const runUntil = async (until: Date): Promise<void> => {
    await relay.run();
    for (let next = await nextDue(db, until); next; next = await nextDue(db, until)) {
      if (next > clock.now()) clock.set(next);
      await relay.run();
    }
    if (until > clock.now()) clock.set(until);
    await relay.run();
  };

  const group = await loadGroup(db, groupId);
  if ((await db.meeting.count({ where: { groupId, status: 'planned' } })) === 0) {
    await runUntil(
      instantAt(civilDate(start, group.zone), '09:00', group.zone) > start
        ? instantAt(civilDate(start, group.zone), '09:00', group.zone)
        : start,
    );
    await fillIn(router, specialistId, 'schedule plan', {});
  }
  const meetings = await db.meeting.findMany({ where: { groupId, status: 'planned' }, orderBy: { startsAt: 'asc' } });
  for (const [index, meeting] of meetings.entries()) {
    const next = meetings[index + 1];
    const noon = instantAt(
      schoolDaysAfter(group.calendar, civilDate(meeting.startsAt, group.zone), 1),
      '12:00',
      group.zone,
    );
    if (noon < clock.now() || !next) continue;
    await runUntil(noon);
    if ((await db.gapTask.count({ where: { nextMeetingId: next.id } })) > 0) continue;
    await fillIn(router, specialistId, 'task set', {
      title: `Gap task ${index + 1} (what the specialist will set)`,
      body: 'What the specialist will ask people to try.',
      ideas: ['fluency'],
    });
  }
  const lastDay = group.calendar.halfTerms.at(-1)?.lastDay ?? civilDate(start, group.zone);
  await runUntil(new Date(Math.max(instantAt(lastDay, '23:00', group.zone).getTime(), clock.now().getTime())));
  return texts;
}

async function nextDue(db: Database, until: Date): Promise<Date | undefined> {
  const next = await db.delivery.findFirst({
    where: { status: 'planned', sendAt: { lte: until } },
    orderBy: { sendAt: 'asc' },
  });
  return next?.sendAt;
}

/** Types a command and sends each form it opens as it is proposed, with `values` where they have a field. */
async function fillIn(
  router: Router,
  personId: string,
  command: string,
  values: Record<string, unknown>,
): Promise<void> {
  let reply: Reply = await router.handle({ id: newId(), personId, intent: { kind: 'command', text: command } });
  while (reply.kind === 'form') {
    const { form } = reply;
    const fields = form.body.filter(isField);
    const fault = form.fault ?? fields.find((field) => field.fault)?.fault;
    if (fault) throw new UserError(`The rehearsal could not go on at “${form.title}”: ${fault}`);
    reply = await router.handle({
      id: newId(),
      personId,
      intent: {
        kind: 'submit',
        route: form.submit.route,
        args: form.submit.args,
        values: Object.fromEntries(fields.map((field) => [field.name, values[field.name] ?? field.value])),
      },
    });
  }
  if (reply.kind === 'refused') throw new UserError(`The rehearsal could not go on: ${reply.text}`);
}

async function readOutcome(db: Database, texts: Texts): Promise<{ sent: Rehearsed[]; skipped: NotSent[] }> {
  const [row] = await db.group.findMany();
  const group = await loadGroup(db, row?.id ?? '');
  const nameOf = (delivery: Delivery): string =>
    delivery.personId === null ? channelNames[delivery.audience] : personName(group, delivery.personId);
  const titleOf = (delivery: Delivery): string => kindTitles[delivery.kind] ?? delivery.kind;

  const sentRows = await db.delivery.findMany({
    where: { status: 'sent' },
    orderBy: [{ sentAt: 'asc' }, { messageRef: 'asc' }, { dueAt: 'asc' }],
  });
  const messages = [...groupBy(sentRows, (delivery) => delivery.messageRef ?? delivery.id).values()];
  const same = groupBy(messages, (rows) =>
    JSON.stringify([rows[0]?.sentAt, rows.map((one) => [one.kind, one.why]), texts.get(rows[0]?.messageRef ?? '')]),
  );
  const sent = [...same.values()].flatMap((copies): Rehearsed[] => {
    const rows = copies[0] ?? [];
    const [first] = rows;
    if (!first?.sentAt) return [];
    return [
      {
        at: first.sentAt,
        title: rows.map(titleOf).join(' + '),
        kinds: rows.map((one) => one.kind),
        to: copies.flatMap((copy) => (copy[0] ? [nameOf(copy[0])] : [])).sort((a, b) => a.localeCompare(b, 'en-GB')),
        why: [...new Set(rows.map((one) => one.why))],
        text: texts.get(first.messageRef ?? '') ?? '(sent before this rehearsal)',
      },
    ];
  });
  const skippedRows = await db.delivery.findMany({
    where: { status: { in: ['skipped', 'failed'] } },
    orderBy: [{ dueAt: 'asc' }, { key: 'asc' }],
  });
  const skipped = skippedRows.map((delivery) => ({
    day: formatInstant(delivery.dueAt, group.zone),
    title: titleOf(delivery),
    to: nameOf(delivery),
    reason: delivery.reason ?? '',
  }));
  return { sent, skipped };
}

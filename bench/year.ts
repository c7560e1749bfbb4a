import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Form } from '../cards/model.js';
import { isField } from '../cards/model.js';
import { addDays, instantAt, weekday } from '../src/calendar/dates.js';
import { composeCore, importDeps } from '../src/compose.js';
import type { Messenger } from '../src/delivery/messenger.js';
import type { Reply } from '../src/edge/reply.js';
import { renderMessage } from '../src/render/block-kit.js';
import { createSetClock } from '../src/shared/clock.js';
import { newId } from '../src/shared/ids.js';
import type { Database } from '../src/store/client.js';
import { listHubIds } from '../src/store/hubs.js';
import { type CountrySize, fillCountry } from '../test/support/country.js';
import type { Shelf } from './databases.js';
import { median, quick, round } from './figures.js';

const zone = 'Europe/London';
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const silence = { info: () => {}, warn: () => {}, error: () => {} };

/** One simulated day. */
export interface Day {
  day: string;
  deliveries: number;
  /** Milliseconds of the day's runs of the relay, in all. */
  ms: number;
  /** Milliseconds of a tick with nothing due. */
  idleTickMs: number;
  /** When the day's answers are in: milliseconds to bring the cards up to date, and how many of them have changed. */
  eveningMs: number;
  updates: number;
  /** As of the last Friday, after garbage was collected: what is kept. */
  heapMb: number;
  rssMb: number;
  databaseMb: number;
}

interface YearFigures {
  people: number;
  days: readonly Day[];
  deliveries: number;
  seconds: number;
  /** Resident memory at the end beside that of the second week; and the part of it that is our objects. */
  rssGrowth: number;
  heapGrowth: number;
  /** Milliseconds to plan a group anew after its term dates have changed. */
  replanMs: number;
}

/**
 * A school year of a made-up country, as fast as the clock can be moved: every group has its meetings published and a
 * gap task after each, and one person in four answers what was asked on a day.
 */
export async function simulateYear(
  shelf: Shelf,
  size: CountrySize,
  told: (day: Day) => void = () => {},
): Promise<YearFigures> {
  const db = await shelf.open();
  const clock = createSetClock(new Date('2026-08-24T09:00:00+01:00'));
  await fillCountry(db, clock.now(), size);
  await shelf.tend();
  let updates = 0;
  const messenger: Messenger = {
    post: async ({ card }, taken) => {
      taken?.(renderMessage(card));
      return newId();
    },
    find: async () => 'absent',
    update: async (_ref, { card }, isNew) => {
      if (isNew(renderMessage(card))) updates += 1;
    },
  };
  const hubId = { in: await listHubIds(db) };
  const { router, relay } = composeCore({ db, clock, log: silence, publicUrl: 'https://bot.example', messenger });
  const specialists = await db.membership.findMany({ where: { role: 'specialist' } });
  const ask = (personId: string, intent: Parameters<typeof router.handle>[0]['intent'], groupId?: string) =>
    router.handle({ id: newId(), personId, intent, ...(groupId !== undefined && { groupId }) });
  const fill = async (personId: string, reply: Reply, changes: Record<string, unknown> = {}): Promise<Reply> => {
    if (reply.kind !== 'form') throw new Error(`no form, but ${JSON.stringify(reply)}`);
    return ask(personId, { kind: 'submit', ...reply.form.submit, values: { ...valuesOf(reply.form), ...changes } });
  };

  async function publishAll(): Promise<void> {
    for (const { personId, groupId } of specialists) {
      const reply = await fill(personId, await ask(personId, { kind: 'command', text: 'schedule plan' }, groupId));
      if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
    }
  }

  /** Gap tasks are set the day after a meeting; whoever was asked something answers now and then. */
  async function live(day: string): Promise<void> {
    const sent = await db.delivery.findMany({
      where: {
        hubId,
        day,
        status: 'sent',
        sendAt: { gte: instantAt(day, '00:00', zone) },
        kind: { in: ['set-gap-task', 'will-you-come', 'cover-request', 'commitments-review'] },
      },
      orderBy: { id: 'asc' },
    });
    for (const [index, { kind, personId, groupId, subjectId }] of sent.entries()) {
      if (personId === null) continue;
      if (kind === 'set-gap-task') {
        const wish = { title: 'One bar model', body: 'Use one bar model twice.', ideas: ['fluency'] };
        const opened = await ask(personId, { kind: 'command', text: 'task set' }, groupId);
        if (opened.kind === 'form') await fill(personId, await fill(personId, opened, wish));
      } else if (index % 4 === 0) await answer(kind, personId, groupId, subjectId);
    }
  }

  async function answer(kind: string, personId: string, group: string, subject: string): Promise<void> {
    const press = (route: string, args: Record<string, string>) => ask(personId, { kind: 'press', route, args });
    if (kind === 'will-you-come') await press('meeting.answer', { group, meeting: subject, answer: 'yes' });
    if (kind === 'cover-request') await press('meeting.cover', { group, meeting: subject, answer: 'arranged' });
    const [school = '', halfTerm = ''] = subject.split('/');
    if (kind === 'commitments-review') await press('commitments.answer', { group, school, halfTerm, answer: 'kept' });
  }

  let memory: Pick<Day, 'heapMb' | 'rssMb'> | undefined;

  async function spend(day: string): Promise<Day> {
    const end = instantAt(day, '18:00', zone);
    let deliveries = 0;
    let ms = 0;
    for (;;) {
      const next = await db.delivery.findFirst({
        where: { hubId, status: 'planned', sendAt: { lte: end } },
        orderBy: { sendAt: 'asc' },
        select: { sendAt: true },
      });
      if (!next) break;
      if (next.sendAt > clock.now()) clock.set(next.sendAt);
      const begun = performance.now();
      deliveries += await relay.run();
      ms += performance.now() - begun;
    }
    clock.set(end);
    const timeRun = async (): Promise<number> => {
      const begun = performance.now();
      await relay.run();
      return performance.now() - begun;
    };
    const idleTickMs = await timeRun();
    await live(day);
    updates = 0;
    const eveningMs = await timeRun();
    if (isFriday(day) || memory === undefined) memory = readMemory();
    return {
      day,
      deliveries,
      ms: round(ms, 0),
      idleTickMs: round(idleTickMs),
      eveningMs: round(eveningMs, 0),
      updates,
      ...memory,
      databaseMb: round(await shelf.weigh(), 1),
    };
  }

  const begun = performance.now();
  await publishAll();
  await shelf.tend();
  const days: Day[] = [];
  for (let day = '2026-08-25'; day <= '2027-07-23'; day = addDays(day, 1)) {
    const spent = await spend(day);
    days.push(spent);
    told(spent);
    if (isFriday(day)) await shelf.tend();
  }
  const seconds = (performance.now() - begun) / 1000;
  const second = days.filter(({ day }) => day >= '2026-09-11' && day <= '2026-09-17');
  const last = days.slice(-14);
  const growthOf = (of: (day: Day) => number): number => round(median(last.map(of)) / median(second.map(of)));
  return {
    people: await db.person.count(),
    days,
    deliveries: await db.delivery.count({ where: { status: 'sent' } }),
    seconds: round(seconds, 1),
    rssGrowth: growthOf(({ rssMb }) => rssMb),
    heapGrowth: growthOf(({ heapMb }) => heapMb),
    replanMs: await timeReplan(db),
  };
}

const isFriday = (day: string): boolean => weekday(day) === 5;

function readMemory(): Pick<Day, 'heapMb' | 'rssMb'> {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: round(heapUsed / 1_000_000, 1), rssMb: round(rss / 1_000_000, 0) };
}

const valuesOf = (form: Form): Record<string, unknown> =>
  Object.fromEntries(form.body.filter(isField).map((field) => [field.name, field.value]));

/** A group's half-terms move by a day in the summer before, with everything planned. */
async function timeReplan(db: Database): Promise<number> {
  const now = new Date('2026-08-25T09:00:00+01:00');
  const groups = await db.group.findMany({ take: 7, orderBy: { id: 'asc' } });
  const times: number[] = [];
  for (const { id } of groups) {
    await db.delivery.updateMany({ where: { groupId: id, topic: { not: 'notice' } }, data: { status: 'planned' } });
    for (const { id: halfTerm, firstDay } of await db.halfTerm.findMany({ where: { groupId: id } })) {
      await db.halfTerm.update({ where: { id: halfTerm }, data: { firstDay: addDays(firstDay, 1) } });
    }
    const begun = performance.now();
    await db.$transaction((tx) => importDeps(now).replan(tx, id));
    times.push(performance.now() - begun);
  }
  return round(median(times), 0);
}

/** A small part of the country: `npm run scale` does the whole. */
export async function measureYear(shelf: Shelf) {
  const size = quick ? { hubs: 1, groupsInHub: 1, schoolsInGroup: 5 } : { hubs: 2, groupsInHub: 5, schoolsInGroup: 5 };
  const { deliveries, seconds, rssGrowth, heapGrowth, replanMs } = await simulateYear(shelf, size);
  return {
    year_groups: size.hubs * size.groupsInHub,
    year_deliveries: deliveries,
    year_seconds: seconds,
    year_rss_growth: rssGrowth,
    year_heap_growth: heapGrowth,
    replan_ms: replanMs,
  };
}

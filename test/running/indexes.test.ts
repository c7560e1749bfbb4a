import type { SqlDriverAdapter, SqlQuery } from '@prisma/driver-adapter-utils';
import { expect, it, onTestFinished } from 'vitest';
import { composeCore } from '../../src/compose.js';
import type { Reply } from '../../src/edge/reply.js';
import type { Intent } from '../../src/edge/request.js';
import { createSetClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { connect, type Database, targetOf } from '../../src/store/client.js';
import { valuesOf } from '../meetings/acting.js';
import { fillCountry } from '../support/country.js';
import { openSqlite } from '../support/databases.js';
import { quietLog } from '../support/router.js';

const commands = [
  'action plan',
  'commitments',
  'funding',
  'heads',
  'overview',
  'people',
  'release',
  'report',
  'schedule',
  'task status',
  'upcoming',
  'visit',
];
const until = new Date('2026-10-09T18:00:00+01:00');

/** A database that keeps in mind what the product asks of it. */
async function openAttentive() {
  const { url, close } = await openSqlite('empty');
  await close();
  const target = await targetOf(url);
  const inner = await target.adapter.connect();
  const asked = new Map<string, SqlQuery>();
  let atWork = false;
  const attentive = <Queries extends Pick<SqlDriverAdapter, 'queryRaw' | 'executeRaw'>>(queries: Queries): Queries => {
    const note = (query: SqlQuery): SqlQuery => {
      if (atWork) asked.set(query.sql, query);
      return query;
    };
    return {
      ...queries,
      queryRaw: (query) => queries.queryRaw(note(query)),
      executeRaw: (query) => queries.executeRaw(note(query)),
    };
  };
  const adapter: SqlDriverAdapter = {
    ...attentive(inner),
    startTransaction: async () => attentive(await inner.startTransaction()),
  };
  const db = await connect({ ...target, adapter: { ...target.adapter, connect: async () => adapter } });
  onTestFinished(() => db.$disconnect());
  return {
    db,
    /** What happens here is the product's, and not the test's. */
    atWork: <Result>(work: Promise<Result>): Promise<Result> => {
      atWork = true;
      return work.finally(() => {
        atWork = false;
      });
    },
    /** How each question would be answered now. */
    explain: async (): Promise<{ sql: string; steps: string[] }[]> => {
      const questions = [...asked.values()].filter(({ sql }) => /^(SELECT|UPDATE|DELETE)/u.test(sql));
      return Promise.all(
        questions.map(async (query) => {
          const { rows } = await inner.queryRaw({ ...query, sql: `EXPLAIN QUERY PLAN ${query.sql}` });
          return { sql: query.sql, steps: rows.map((row) => String(row.at(-1))) };
        }),
      );
    },
  };
}

/** Some weeks of a small part of the country, and a look at every page. */
async function live(db: Database, atWork: <Result>(work: Promise<Result>) => Promise<Result>): Promise<void> {
  const clock = createSetClock(new Date('2026-08-24T09:00:00+01:00'));
  await fillCountry(db, clock.now(), { hubs: 2, groupsInHub: 8, schoolsInGroup: 5 });
  const messenger = { post: async () => newId(), find: async () => 'absent' as const, update: async () => {} };
  const { router, relay } = composeCore({ db, clock, log: quietLog, publicUrl: 'https://bot.example', messenger });
  const ask = (personId: string, groupId: string, intent: Intent): Promise<Reply> =>
    atWork(router.handle({ id: newId(), personId, groupId, intent }));

  const specialists = await db.membership.findMany({ where: { role: 'specialist' } });
  for (const { personId, groupId } of specialists) {
    const opened = await ask(personId, groupId, { kind: 'command', text: 'schedule plan' });
    if (opened.kind !== 'form') throw new Error(JSON.stringify(opened));
    await ask(personId, groupId, { kind: 'submit', ...opened.form.submit, values: valuesOf(opened) });
  }
  const groupId = specialists[0]?.groupId ?? '';
  const meeting = await db.meeting.findFirstOrThrow({ where: { groupId }, orderBy: { startsAt: 'asc' } });
  for (const { personId } of await db.membership.findMany({ where: { groupId } })) {
    for (const text of commands) await ask(personId, groupId, { kind: 'command', text });
    const press = (route: string, answer: string): Promise<Reply> =>
      ask(personId, groupId, { kind: 'press', route, args: { group: groupId, meeting: meeting.id, answer } });
    await press('meeting.answer', 'yes');
    await press('meeting.cover', 'talk');
    await press('meeting.cover', 'arranged');
  }
  for (;;) {
    const next = await db.delivery.findFirst({
      where: { status: 'planned', sendAt: { lte: until } },
      orderBy: { sendAt: 'asc' },
    });
    if (!next) return;
    clock.set(next.sendAt);
    await atWork(relay.run());
  }
}

/** All that is planned. */
const everything = /\(status=\?\)$/u;
/** All messages, whatever has become of them. */
const all = /^SCAN (main\.)?Delivery/u;

it('finds messages by an index that fits, however many there are', { timeout: 240_000 }, async () => {
  const { db, atWork, explain } = await openAttentive();
  await live(db, atWork);
  const plans = await explain();
  expect(plans.length).toBeGreaterThan(100);
  const slow = plans.filter(({ steps }) => steps.some((step) => everything.test(step) || all.test(step)));
  expect(slow).toEqual([]);
});

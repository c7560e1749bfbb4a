import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { inWords } from '../../src/shared/failure.js';
import { newId } from '../../src/shared/ids.js';
import { connect, targetOf } from '../../src/store/client.js';
import { startWebChat } from '../../src/web-chat.js';
import { advocate, begin, publish } from '../meetings/acting.js';
import { onEachDatabase, openSqlite } from '../support/databases.js';
import { everything } from '../support/everything.js';
import { startLocal } from '../support/local-driver.js';
import { quietLog } from '../support/router.js';

const folder = inject('folder');

/** What a start says of a database that it cannot use. */
async function complaintAbout(url: string): Promise<string> {
  try {
    const db = await openDatabase(url);
    await db.$disconnect();
  } catch (error) {
    return inWords(error);
  }
  return 'nothing';
}

/** Another program that holds the database, until it lets go. */
async function hold(url: string): Promise<() => Promise<void>> {
  const other = await connect(await targetOf(url));
  await other.$executeRawUnsafe('BEGIN EXCLUSIVE');
  return async () => {
    await other.$executeRawUnsafe('ROLLBACK');
    await other.$disconnect();
  };
}

describe('a database that cannot be used', () => {
  it.each([
    ['a folder', () => folder, /the database file cannot be written/u],
    [
      'in a folder that is a file',
      () => path.join(folder, 'empty.db', 'x', 'y.db'),
      /the database file cannot be written/u,
    ],
    [
      'no database',
      () => noDatabase(Buffer.from('Dear all, '.repeat(500))),
      /that file is not a database of this product/u,
    ],
    ['a damaged one', () => noDatabase(damaged()), /that file is not a database of this product, or it is damaged/u],
  ])('%s: says so, with the variable’s name', async (_what, file, words) => {
    const said = await complaintAbout(`file:${file()}`);
    expect(said).toMatch(/^DATABASE_URL: [^\n]*$/u);
    expect(said).toMatch(words);
  });

  const postgres = inject('postgres');
  it.skipIf('absent' in postgres).each([
    [
      'of no such name',
      (url: URL) => Object.assign(url, { pathname: '/nowhere_at_all' }),
      /PostgreSQL has no database of that name/u,
    ],
    [
      'of no such user',
      (url: URL) => Object.assign(url, { username: 'nobody_at_all' }),
      /PostgreSQL refuses this user/u,
    ],
    ['at no such port', (url: URL) => Object.assign(url, { port: '1' }), /no PostgreSQL answers there/u],
    [
      'at no such host',
      (url: URL) => Object.assign(url, { hostname: 'nowhere.invalid' }),
      /no PostgreSQL answers there/u,
    ],
  ])('PostgreSQL %s: says so', async (_what, change, words) => {
    const url = new URL('url' in postgres ? postgres.url : '');
    const said = await complaintAbout(change(url).href);
    expect(said).toMatch(/^DATABASE_URL: [^\n]*$/u);
    expect(said).toMatch(words);
  });
});

function noDatabase(content: Buffer): string {
  mkdirSync(path.join(folder, 'odd'), { recursive: true });
  const file = path.join(folder, 'odd', `${randomUUID()}.db`);
  writeFileSync(file, content);
  return file;
}

/** A true beginning, and noise where the tables were. */
function damaged(): Buffer {
  const content = readFileSync(path.join(folder, 'empty.db'));
  return content.fill(0xff, 100, 8_192);
}

onEachDatabase('a database of a newer version', (open) => {
  it('is left alone, and says what to do', async () => {
    const database = await open();
    onTestFinished(() => database.close());
    await database.db.$executeRawUnsafe(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
       VALUES ('${randomUUID()}', 'x', CURRENT_TIMESTAMP, '20991231000000_from_the_future', 1)`,
    );
    const said = await complaintAbout(database.url);
    expect(said).toContain(
      'was last used by a newer version of workgroup-bot (it has the change "20991231000000_from_the_future")',
    );
    expect(said).toContain('Nothing was changed.');
    expect(said).not.toContain('\n');
  });
});

describe('a database that a real workspace uses', () => {
  it.each([
    ['account', 'slack:T0EXAMPLE:U1'],
    ['account', 'teams:tenant:29:1'],
    ['workspace', 'slack:T0EXAMPLE'],
    ['workspace that is tied to no hub', 'slack:T0EXAMPLE'],
    ['channel', 'slack:T0EXAMPLE:C1'],
  ])('is not opened by the web chat, and stays as it is (%s %s)', async (what, ref) => {
    const { db, close } = await openSqlite('example');
    onTestFinished(close);
    const { id: hubId } = await db.hub.findFirstOrThrow();
    const now = new Date('2026-09-03T08:00:00Z');
    if (what === 'account') await db.account.create({ data: { ref, hubId, name: 'Ada Example', seenAt: now } });
    else if (what === 'channel') {
      const { id: groupId } = await db.group.findFirstOrThrow();
      await db.channel.create({ data: { ref, groupId, boundAt: now, boundById: 'somebody' } });
    } else {
      const tied = what === 'workspace' ? { hubId } : {};
      await db.installation.create({ data: { ref, ...tied, name: 'Example', installedAt: now } });
    }
    const before = await everything(db);
    const starting = startWebChat(readConfig({ PORT: '0' }), db, quietLog, () => 0);
    expect(await starting.catch(inWords)).toMatch(
      /^This database is used in Slack or Teams, so the web chat does not start/u,
    );
    expect(await everything(db)).toEqual(before);
  });
});

describe('a database that another program holds', () => {
  it('at the start: says so', async () => {
    const database = await openSqlite();
    onTestFinished(() => database.close());
    const release = await hold(database.url);
    await database.db.$queryRawUnsafe('PRAGMA busy_timeout = 20');
    const starting = startWebChat(
      readConfig({ PORT: '0', DATABASE_URL: database.url }),
      database.db,
      quietLog,
      () => 0,
    );
    expect(await starting.catch(inWords)).toMatch(/^DATABASE_URL: another program holds the database\. Wait a minute/u);
    await release();
  });

  it('while people act: they are told kindly, nothing is lost, and the same request succeeds later', async () => {
    const database = await openSqlite();
    const driver = await startLocal(database);
    onTestFinished(async () => {
      await driver.stop();
      await database.close();
    });
    const kate = driver.as('Kate Winterbourne');
    await kate.type('schedule plan');
    await kate.submit();
    const meeting = await database.db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
    const act = (intent: object) => ({
      id: randomUUID(),
      as: driver.personId(advocate),
      place: 'direct',
      group: driver.groupId,
      intent,
    });
    const press = act({
      kind: 'press',
      route: 'meeting.answer',
      args: { group: driver.groupId, meeting: meeting.id, answer: 'yes' },
    });
    const say = act({ kind: 'say', text: 'help' });
    const ofSay = { where: { key: { endsWith: `:${say.id}` } } };
    await database.db.$queryRawUnsafe('PRAGMA busy_timeout = 20');

    const release = await hold(database.url);
    expect(await driver.post('/local/act', press)).toMatchObject({
      status: 200,
      body: {
        reply: {
          kind: 'refused',
          text: 'The bot is busy just now, and nothing was changed. Please try again in a minute.',
        },
      },
    });
    // The page sends what was answered with 503 again by itself.
    expect(await driver.post('/local/act', say)).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining('busy') },
    });
    expect(await driver.post('/local/clock', { move: 'next' })).toMatchObject({ status: 503 });
    expect((await driver.get('/local/world')).status).toBe(200);
    await release();

    expect(await database.db.meetingAnswer.count()).toBe(0);
    expect(await database.db.localMessage.count(ofSay)).toBe(0);
    expect(await driver.post('/local/act', press)).toMatchObject({ status: 200, body: { reply: { kind: 'done' } } });
    expect(await driver.post('/local/act', say)).toMatchObject({ status: 200 });
    expect(await database.db.meetingAnswer.count()).toBe(1);
    expect(await database.db.localMessage.count(ofSay)).toBe(2);
  });
});

describe('a database that may only be read', () => {
  it('shows what it has, and says that nothing was changed', async () => {
    const test = await begin();
    const { first } = await publish(test);
    await test.db.$queryRawUnsafe('PRAGMA query_only = ON');
    const args = { group: test.group.id, meeting: first.id, answer: 'yes' };
    const id = newId();
    expect(await test.press(advocate, 'meeting.answer', args, id)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('nothing was changed'),
    });
    expect(await test.type(advocate, 'schedule')).toMatchObject({ kind: 'card' });
    await test.db.$queryRawUnsafe('PRAGMA query_only = OFF');
    expect(await test.press(advocate, 'meeting.answer', args, id)).toMatchObject({ kind: 'done' });
  });

  it('is told apart at the start', async () => {
    const file = path.join(folder, `${randomUUID()}.db`);
    copyFileSync(path.join(folder, 'empty.db'), file);
    const db = await openDatabase(`file:${file}`);
    await db.$queryRawUnsafe('PRAGMA query_only = ON');
    const starting = startWebChat(readConfig({ PORT: '0' }), db, quietLog, () => 0);
    expect(await starting.catch(inWords)).toMatch(/^DATABASE_URL: the database file cannot be written/u);
    await db.$disconnect();
  });
});

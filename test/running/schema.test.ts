import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/compose.js';
import { inWords } from '../../src/shared/failure.js';
import { run } from '../cli/run.js';
import { advocate, begin, publish, setTask } from '../meetings/acting.js';
import { type Open, onPostgres, type TestDatabase } from '../support/databases.js';
import { everything } from '../support/everything.js';
import { fillPrimary } from '../support/filling.js';
import { exampleStart } from '../support/template.js';

const withSchema = (url: string, schema: string): string => `${url}?schema=${schema}`;

/** Databases in a schema of their own, which is not there before. */
const inSchema =
  (open: Open, schema: string): Open =>
  async (filled = 'empty') => {
    const around = await open();
    const url = withSchema(around.url, schema);
    const db = await openDatabase(url);
    if (filled === 'example') await fillPrimary(db, new Date(exampleStart));
    const close = async () => {
      await db.$disconnect();
      await around.close();
    };
    return { ...around, url, filled, db, close };
  };

/** How many tables each schema has. */
async function countTables({ db }: Pick<TestDatabase, 'db'>): Promise<Record<string, number>> {
  const rows = await db.$queryRawUnsafe<{ name: string; count: number }[]>(
    `SELECT schemaname::text AS name, COUNT(*)::int AS count FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

onPostgres('a schema that the address names', (open) => {
  it('has all tables, and nothing is written beside it', async () => {
    let database: TestDatabase | undefined;
    const test = await begin(async (filled) => {
      database = await inSchema(open, 'Work-Group_2')(filled);
      return database;
    });
    await publish(test);
    await setTask(test);
    await test.runUntil('2026-09-04T12:00:00+01:00');
    const meeting = await test.db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'desc' } });
    const args = { group: test.group.id, meeting: meeting.id, answer: 'yes' };
    expect(await test.press(advocate, 'meeting.answer', args)).toMatchObject({ kind: 'done' });

    const { 'Work-Group_2': ours, public: others } = await countTables(test);
    expect(ours).toBeGreaterThan(40);
    expect(ours).toBe(others);
    expect(await test.db.$queryRawUnsafe('SELECT COUNT(*)::int AS count FROM public."Delivery"')).toEqual([
      { count: 0 },
    ]);
    // A later start finds them again.
    const again = await openDatabase(database?.url ?? '');
    expect(await again.meetingAnswer.count()).toBe(1);
    await again.$disconnect();
  });

  it('is made once by several that start at the same moment', async () => {
    const around = await open();
    onTestFinished(() => around.close());
    const url = withSchema(around.url, 'wg');
    const started = await Promise.all([1, 2, 3].map(() => openDatabase(url)));
    expect((await countTables(around)).wg).toBeGreaterThan(40);
    const [history] = await around.db.$queryRawUnsafe<object[]>(
      'SELECT COUNT(*)::int = COUNT(DISTINCT migration_name)::int AS once FROM wg."_prisma_migrations"',
    );
    expect(history).toEqual({ once: true });
    for (const db of started) await db.$disconnect();
  });

  it('is backed up, and a backup goes into another', async () => {
    const folder = mkdtempSync(path.join(inject('folder'), 'schema-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    let url = '';
    const test = await begin(async (filled) => {
      const database = await inSchema(open, 'wg')(filled);
      url = database.url;
      return database;
    });
    await publish(test);
    // After a restore nobody knows how messages look that were sent before.
    await test.db.delivery.updateMany({ data: { contentHash: null } });
    const now = { CLOCK_START: test.clock.now().toISOString() };
    const file = path.join(folder, 'backup.db');
    expect(await run(['backup', file], { DATABASE_URL: url, ...now })).toMatchObject({ code: 0, err: '' });
    const target = await inSchema(open, 'restored')();
    onTestFinished(() => target.close());
    expect(await run(['restore', file], { DATABASE_URL: target.url, ...now })).toMatchObject({ code: 0, err: '' });
    // That a copy was made, and restored, is written down where it happened.
    for (const { db } of [test, target])
      await db.auditEntry.deleteMany({ where: { act: { in: ['exported', 'restored'] } } });
    expect(await everything(target.db)).toEqual(await everything(test.db));
  });

  it('goes together with other options of the address', async () => {
    const around = await open();
    onTestFinished(() => around.close());
    const url = `${around.url}?application_name=bot&schema=wg&options=-c%20statement_timeout%3D54321`;
    const db = await openDatabase(url);
    const [settings] = await db.$queryRawUnsafe<object[]>(
      `SELECT current_setting('statement_timeout') AS timeout, current_setting('application_name') AS name,
              current_schema()::text AS schema`,
    );
    expect(settings).toEqual({ timeout: '54321ms', name: 'bot', schema: 'wg' });
    await db.$disconnect();
  });
});

onPostgres('a user of PostgreSQL', (open) => {
  /** A new user, who may only connect, in a database where nothing is yet. */
  async function newUser() {
    const around = await open();
    const user = `workgroup_${around.url.split('/').at(-1)?.slice(-12)}`;
    const server = around.db;
    await server.$executeRawUnsafe('DROP SCHEMA public CASCADE');
    await server.$executeRawUnsafe('CREATE SCHEMA public');
    await server.$executeRawUnsafe(`CREATE USER "${user}" PASSWORD 'Tr1cky@word'`);
    onTestFinished(async () => {
      await server.$executeRawUnsafe(`DROP OWNED BY "${user}" CASCADE`);
      await server.$executeRawUnsafe(`DROP USER "${user}"`);
      await around.close();
    });
    const address = new URL(around.url);
    const name = address.pathname.slice(1);
    const url = Object.assign(address, { username: user, password: 'Tr1cky@word' }).href;
    return { server, user, name, url };
  }

  /** What a start says. */
  const startOn = (url: string): Promise<string> =>
    openDatabase(url).then(async (db) => {
      await db.$disconnect();
      return 'started';
    }, inWords);

  /** What somebody is to type, as it stands after the last colon. */
  const commandIn = (said: string): string => /: ([A-Z][^:]*)$/u.exec(said)?.[1] ?? '';

  it('who may not make tables is told the command that lets her', async () => {
    const { server, user, name, url } = await newUser();
    await server.$executeRawUnsafe('GRANT USAGE ON SCHEMA public TO PUBLIC');
    const said = await startOn(url);
    expect(said).toBe(
      `DATABASE_URL: the user “${user}” may not make tables in the schema “public” of the PostgreSQL database “${name}”. ` +
        `Whoever looks after PostgreSQL can type there: GRANT USAGE, CREATE ON SCHEMA "public" TO "${user}", or: ` +
        `ALTER DATABASE "${name}" OWNER TO "${user}"`,
    );
    await server.$executeRawUnsafe(`GRANT USAGE, CREATE ON SCHEMA "public" TO "${user}"`);
    expect(await startOn(url)).toBe('started');
  });

  it('who may not make the schema, or not use it, is told the command that lets her', async () => {
    const { server, user, url } = await newUser();
    const said = await startOn(withSchema(url, 'wg'));
    expect(said).toMatch(/^DATABASE_URL: there is no schema “wg” in the PostgreSQL database /u);
    expect(commandIn(said)).toBe(`CREATE SCHEMA "wg" AUTHORIZATION "${user}"`);
    await server.$executeRawUnsafe('CREATE SCHEMA wg');
    const next = await startOn(withSchema(url, 'wg'));
    expect(commandIn(next)).toBe(`GRANT USAGE, CREATE ON SCHEMA "wg" TO "${user}"`);
    await server.$executeRawUnsafe(commandIn(next));
    expect(await startOn(withSchema(url, 'wg'))).toBe('started');
  });

  it('who has a schema of her own name keeps the tables in public all the same', async () => {
    const { server, user, url } = await newUser();
    await server.$executeRawUnsafe(`CREATE SCHEMA "${user}" AUTHORIZATION "${user}"`);
    await server.$executeRawUnsafe(`GRANT USAGE, CREATE ON SCHEMA public TO "${user}"`);
    expect(await startOn(url)).toBe('started');
    expect(Object.keys(await countTables({ db: server }))).toEqual(['public']);
  });

  it('whose tables are another user’s is told so', async () => {
    const { server, user, url } = await newUser();
    await server.$executeRawUnsafe('GRANT USAGE, CREATE ON SCHEMA public TO PUBLIC');
    await server.$executeRawUnsafe(
      'CREATE TABLE "_prisma_migrations" ("migration_name" TEXT, "finished_at" TIMESTAMP)',
    );
    expect(await startOn(url)).toMatch(
      new RegExp(`^DATABASE_URL: the tables in .* belong to another user than “${user}”`, 'u'),
    );
  });
});

import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { type LocalDriver, startLocal } from '../support/local-driver.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { needsOnlyTheGroup } from './example.js';

/** MANGLED=10000 takes its time. */
const runs = Number(process.env.MANGLED ?? 2_500);
const runsOverHttp = runs * 0.6;
const runsThroughRouter = runs * 0.4;

let web: TestDatabase;
let core: TestDatabase;
let driver: LocalDriver;
let test: TestRouter;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  web = await openSqlite();
  driver = await startLocal(web);
  core = await openSqlite();
  test = await startRouter(core);
});
afterAll(async () => {
  agent.destroy();
  await driver.stop();
  await Promise.all([web.close(), core.close()]);
});

/** Sends raw bytes, as no browser would. */
function send(path: string, body: string, type: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      driver.url + path,
      { agent, method: 'POST', headers: { 'content-type': type, 'x-workgroup': '1' } },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** JSON of any shape, some of it with a part of a true request. */
const anything = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '\0', '__proto__', 'constructor', '\ud800', 'x'.repeat(5_000), -1, 1e308),
  },
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '\0', 'yes', 'x'.repeat(5_000)),
);
const record = (value: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.constantFrom('group', 'meeting', 'task', 'answer', 'reply', 'date', '__proto__', 'p-1'), value, {
    maxKeys: 5,
  });

const count = async ({ db }: TestDatabase) => [
  await db.inboxEntry.count(),
  await db.meeting.count(),
  await db.gapTask.count(),
  await db.localMessage.count({ where: { authorId: { not: null } } }),
  await db.localClock.findMany(),
];

it(`takes no harm from ${runsOverHttp} mangled bodies`, async () => {
  const known = { as: driver.personId('specialist'), group: driver.groupId };
  const actBody = fc.oneof(
    anything,
    fc.record({
      id: fc.oneof(fc.uuid(), anything),
      as: fc.oneof(fc.constant(known.as), anything),
      place: fc.oneof(fc.constantFrom('channel', 'direct'), anything),
      group: fc.oneof(fc.constant(known.group), anything),
      intent: fc.oneof(
        anything,
        fc.record({
          kind: fc.oneof(fc.constantFrom('press', 'submit'), anything),
          route: text,
          args: record(anything),
          values: anything,
        }),
      ),
    }),
  );
  const clockBody = fc.oneof(anything, fc.record({ move: fc.oneof(fc.constant('date'), anything), date: anything }));
  const before = await count(web);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.record({ path: fc.constant('/local/act'), body: actBody }),
        fc.record({ path: fc.constant('/local/clock'), body: clockBody }),
      ),
      fc.constantFrom('', '', '', '', '}', '\0'),
      fc.constantFrom(
        'application/json',
        'application/json',
        'application/json',
        'text/plain',
        'application/json; charset=nonsense',
      ),
      async ({ path, body }, tail, type) => {
        const { status, text: said } = await send(path, JSON.stringify(body) + tail, type);
        expect(status, said).toBeLessThan(500);
        expect(said).not.toMatch(/wrong on our side/u);
        if (status !== 200) expect((JSON.parse(said) as { error: string }).error).toMatch(/^[A-Z].*\.$/u);
      },
    ),
    { numRuns: runsOverHttp },
  );
  expect(await count(web)).toEqual(before);
}, 600_000);

it(`takes no harm from ${runsThroughRouter} mangled intents`, async () => {
  const people = test.group.members.map(({ personId }) => personId);
  const routes = test.router.routes.map(({ id }) => id).filter((id) => !needsOnlyTheGroup.test(id));
  const route = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...routes) }, { weight: 1, arbitrary: text });
  const args = fc.oneof(
    record(text),
    record(text).map((some) => ({ ...some, group: test.group.id })),
  );
  const intent = fc.oneof(
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('command' as const), text }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('press' as const), route, args }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('submit' as const),
        route,
        args,
        values: record(anything),
        keep: fc.boolean(),
      }),
    },
  );
  const before = await count(core);
  await fc.assert(
    fc.asyncProperty(fc.uuid(), fc.constantFrom(...people, 'nobody'), intent, async (id, personId, wanted) => {
      const reply = await test.router.handle({
        id,
        personId,
        intent: wanted as Parameters<typeof test.router.handle>[0]['intent'],
      });
      expect(['card', 'form', 'refused']).toContain(reply.kind);
      if (reply.kind === 'refused') expect(reply.text).not.toMatch(/wrong on our side|undefined/u);
    }),
    { numRuns: runsThroughRouter },
  );
  expect((await count(core)).slice(1)).toEqual(before.slice(1));
}, 600_000);

import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { readOverviews } from '../../src/features/overview/store.js';
import { renderText } from '../../src/render/plain-text.js';
import { jsonOf, run } from '../cli/run.js';
import { advocate, begin, colleague, fill, head, publish, setTask } from '../meetings/acting.js';
import { onDatabase, openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { marks, plant } from '../visibility/planting.js';

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

const hub = 'Rosalind Amponsah';
const kate = 'Kate Winterbourne';

/** A half-term: everybody but one came, two replied, one head asked to talk, one visit, some release. */
async function live(test: TestRouter): Promise<void> {
  await publish(test);
  await test.runUntil('2026-09-08T12:00:00+01:00');
  const meeting = await test.db.meeting.findFirstOrThrow({ orderBy: { startsAt: 'asc' } });
  const group = test.group.id;
  await test.press(head, 'meeting.cover', { group, meeting: meeting.id, answer: 'arranged' });
  await test.runUntil('2026-09-29T17:00:00+01:00');
  const teachers = test.group.members.filter(({ role }) => role === 'advocate').map(({ personId }) => personId);
  await fill(test, kate, 'meeting attendance', { present: teachers.slice(1) });
  await test.runUntil('2026-09-30T09:00:00+01:00');
  const task = await setTask(test);
  await test.press(advocate, 'task.reply', { group, task: task.id, reply: 'notYet' });
  await test.press(colleague, 'task.reply', { group, task: task.id, reply: 'didNotWork' });
  const school = test.group.schools.find(({ name }) => name === 'Millpond Primary')?.id ?? '';
  await test.press('Stephen Blackwood', 'commitments.answer', { group, school, halfTerm: '1', answer: 'talk' });
  await fill(test, kate, 'visit book', { school, date: '2026-10-06', kinds: ['trg'] });
}

onDatabase('the overview', (open) => {
  it('counts what the records show, and says what needs a person', async () => {
    const test = await begin(open);
    await live(test);
    const [one, ...others] = await readOverviews(test.db, test.group.hubId, test.clock.now());
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      schools: 6,
      meetings: { done: 1, of: 6 },
      attendance: { done: 11, of: 12 },
      reflections: { done: 2, of: 12 },
      // Eleven half-days at the meeting, of ten days for each of six schools.
      release: { done: 11, of: 120 },
      visits: 0,
      visitsDue: 5,
      signed: { done: 6, of: 6 },
      // Five heads have not answered how it goes; nothing else can be answered any more.
      unanswered: 5,
    });
    const card = textOf(await test.type(hub, 'overview'));
    expect(card).toContain('A head would like to talk about the commitments: Millpond Primary.');
    expect(card).toMatch(
      /No visit is booked in the Autumn term: Oakfield Primary, Hazel Lane Primary.* and Marigold Street/u,
    );
    expect(card).toContain('1 of 6 meetings, 92 % came');
    expect(card).toContain('5½ of 60 days');
    const whole = textOf(await test.press(hub, 'overview.group', { group: test.group.id }));
    expect(whole).toMatch(/Replies to gap tasks: +2 of 12/u);
    for (const { name } of test.group.members) expect(card + whole).not.toContain(name);
  });
});

describe('the overview', () => {
  it('is for the hub lead, of the own hub alone', async () => {
    const test = await begin();
    for (const who of [kate, head, advocate]) {
      expect(await test.type(who, 'overview')).toMatchObject({ kind: 'refused' });
    }
    await test.db.hub.create({ data: { id: 'another', name: 'Another Hub' } });
    await test.db.group.create({
      data: {
        id: 'elsewhere',
        hubId: 'another',
        name: 'Elsewhere',
        programme: 'primary-tfm',
        schoolYear: '2026/27',
        calendarSecret: 'secret',
        createdAt: test.clock.now(),
      },
    });
    expect(textOf(await test.type(hub, 'overview'))).not.toContain('Elsewhere');
    expect(await test.press(hub, 'overview.group', { group: 'elsewhere' })).toMatchObject({ kind: 'refused' });
  });

  it('says that nothing needs anybody, and what a group lacks', async () => {
    const test = await begin();
    expect(textOf(await test.type(hub, 'overview'))).toContain('No meeting is planned in Autumn 1.');
    await publish(test);
    expect(textOf(await test.type(hub, 'overview'))).toContain('Nothing needs you at the moment.');
    await test.submit('Stephen Blackwood', 'people.stand-down', { group: test.group.id }, {});
    expect(textOf(await test.type(hub, 'overview'))).toContain('Nobody is named as head: Millpond Primary.');
  });
});

describe('on the command line', () => {
  const start = async (): Promise<{ database: TestDatabase; test: TestRouter; env: Record<string, string> }> => {
    const database = await openSqlite();
    const test = await startRouter(database, { file: 'secondary', start: '2026-09-18T08:00:00+01:00' });
    await plant(test.db, test.clock.now());
    return { database, test, env: { DATABASE_URL: database.url, CLOCK_START: '2026-09-18T09:00:00+01:00' } };
  };

  it('is CSV, JSON or words, and holds nothing that is anybody’s own', async () => {
    const { database, env } = await start();
    await database.db.group.updateMany({ data: { name: '=HYPERLINK("x")' } });
    const csv = await run(['overview', '--csv'], env);
    const [row] = parse(csv.out, { bom: true, columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({
      'meetings held': '1',
      replies: '2',
      'release days agreed': '20',
      'visits due': 'not termly',
    });
    expect(row?.group).toBe('\'=HYPERLINK("x")');
    const json = await run(['--json', 'overview', '--hub', 'example maths hub'], env);
    expect(jsonOf(json)).toMatchObject({ hub: 'Example Maths Hub', groups: [{ meetings: { done: 1, of: 1 } }] });
    const words = await run(['overview'], env);
    expect(words.out).toContain('Meetings 1 of 1');
    const hidden = Object.entries(marks).filter(([item]) => item !== 'attendance' && item !== 'commitments');
    for (const { out, code } of [csv, json, words]) {
      expect(code).toBe(0);
      expect(hidden.filter(([, mark]) => (typeof mark === 'string' ? out.includes(mark) : mark.test(out)))).toEqual([]);
      expect(out).not.toMatch(/Hannah|Patricia|Yusuf/u);
    }
    await database.close();
  });

  it('says which hubs there are when it knows none of that name', async () => {
    const { database, env } = await start();
    const outcome = await run(['overview', '--hub', 'Nowhere Hub'], env);
    expect(outcome).toMatchObject({ code: 1, out: '', err: expect.stringContaining('there is no hub “Nowhere Hub”') });
    expect((await run(['--json', 'overview', '--csv'], env)).code).toBe(1);
    await database.close();
  });
});

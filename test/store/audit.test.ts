import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { forgetAudit, readAudit, recordAudit } from '../../src/store/audit.js';
import { jsonOf, run } from '../cli/run.js';
import { advocate, begin, handIn, head, publish, setTask } from '../meetings/acting.js';
import { about, appear, specialist } from '../people/newcomers.js';
import { onEachDatabase, openSqlite } from '../support/databases.js';

onEachDatabase('who did what', (open) => {
  it('is written down of roles, accounts, leaving and addresses, with no word that anybody wrote', async () => {
    const test = await begin(open);
    await publish(test);
    const task = await setTask(test);
    const group = test.group.id;
    const form = await test.press(advocate, 'task.reflect', { group, task: task.id });
    const planted = Object.fromEntries(
      (form.kind === 'form' ? form.form.body : []).flatMap((one) =>
        'name' in one && one.kind === 'text' ? [[one.name, 'quokkaword']] : [],
      ),
    );
    await handIn(test, advocate, form, { status: 'done', ...planted });
    await test.submit(head, 'people.stand-down', { group }, {});
    await test.press(head, 'people.stand-up', { group });
    await appear(test);
    const who = { who: test.personId('Tom Hartwell') };
    await handIn(test, 'specialist', await test.press('specialist', 'people.identify', about(test)), who);
    await test.press('specialist', 'people.unidentify', about(test));
    await handIn(test, 'specialist', await test.press('specialist', 'people.address', { group }), {
      ...who,
      email: 'tom.right@oakfield.example',
    });
    await handIn(test, 'specialist', await test.press('specialist', 'handover.left', { group }), who);
    const lines = await readAudit(test.db, test.group.hubId, { take: 100 });
    const acts = new Set(lines.map(({ by, act, person }) => `${by} ${act}: ${person}`));
    for (const line of [
      `${head} ended a role: ${head}`,
      `${head} gave a role: ${head}`,
      `${specialist} tied an account to a person: Tom Hartwell`,
      `${specialist} untied an account from a person: Tom Hartwell`,
      `${specialist} corrected an address: Tom Hartwell`,
      `${specialist} said that somebody has left: Tom Hartwell`,
    ]) {
      expect(acts).toContain(line);
    }
    expect(lines.map(({ at }) => at.getTime())).toEqual(lines.map(({ at }) => at.getTime()).sort((a, b) => b - a));
    expect(await test.db.reflectionAnswer.count({ where: { text: { contains: 'quokkaword' } } })).toBeGreaterThan(0);
    const everything = JSON.stringify([
      await test.db.auditEntry.findMany(),
      await test.press('hubLead', 'audit.show', {}),
    ]);
    expect(everything).not.toContain('quokkaword');
    expect(everything).not.toContain('One bar model');
    expect(everything).not.toContain('tom.right');
  });
});

it('is shown to hub leads a page at a time, and kept for two years', async () => {
  const test = await begin();
  const { hubId } = test.group;
  await test.db.auditEntry.deleteMany();
  for (let day = 1; day <= 20; day += 1) {
    await recordAudit(test.db, {
      hubId,
      at: new Date(Date.UTC(2026, 0, day, 12)),
      act: 'exported',
      about: `${day}.db`,
    });
  }
  const first = JSON.stringify(await test.press('hubLead', 'audit.show', {}));
  expect(first).toContain('20.db');
  expect(first).not.toContain(' 5.db');
  expect(JSON.stringify(await test.press('hubLead', 'audit.show', { page: '2' }))).toContain(' 5.db');
  for (const page of ['0', '-1', 'x', '1e9', '']) {
    expect(await test.press('hubLead', 'audit.show', { page }), page).toMatchObject({ kind: 'refused' });
  }
  for (const who of ['specialist', advocate, head]) {
    expect(await test.press(who, 'audit.show', {}), who).toMatchObject({ kind: 'refused' });
  }
  await forgetAudit(test.db, new Date('2028-01-11T09:00:00Z'));
  expect(await test.db.auditEntry.count()).toBe(11);
});

it('is printed, and names a copy and what it was restored into', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const database = await openSqlite('example');
  onTestFinished(() => database.close());
  const env = { DATABASE_URL: database.url, CLOCK_START: '2026-09-03T08:00:00+01:00' };
  const file = path.join(folder, 'copy.db');
  expect(await run(['backup', file], env)).toMatchObject({ code: 0 });
  const printed = await run(['audit', '--limit', '1'], env);
  expect(printed.out).toMatch(/^Thu 3 Sep 2026, 08:00 {2}whoever runs the bot made a copy of the data: copy\.db\n/u);
  expect(jsonOf(await run(['audit', '--json'], env))).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ act: 'made a copy of the data', about: 'copy.db' })]),
  });
  const other = { ...env, DATABASE_URL: `file:${path.join(folder, 'other.db')}` };
  expect(await run(['restore', file], other)).toMatchObject({ code: 0 });
  expect((await run(['audit'], other)).out).toContain('restored the data from a copy: copy.db');
  for (const words of [
    ['--limit', '0'],
    ['--limit', 'x'],
    ['--hub', 'Nowhere'],
  ]) {
    expect(await run(['audit', ...words], env)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^--(limit|hub)/u),
    });
  }
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';

let database: TestDatabase;
let test: TestRouter;
beforeAll(async () => {
  database = await openSqlite('example');
  test = await startRouter(database);
});
afterAll(() => database.close());

const titleOf = async (who: string, text: string): Promise<string> => {
  const reply = await test.type(who, text);
  return reply.kind === 'card' ? reply.card.title : reply.kind === 'form' ? reply.form.title : reply.text;
};

describe('what people type', () => {
  it.each([
    ['shedule plan', 'schedule plan'],
    ['Schedule plann', 'schedule plan'],
    ['schdule', 'schedule'],
    ['tsak set', 'task set'],
    ['meeting mvoe', 'meeting move'],
    ['meetin cancel!', 'meeting cancel'],
    ['hlep', 'help'],
    ['/workgroup digset', 'digest'],
  ])('takes “%s” for “%s”', async (typed, meant) => {
    const reply = await test.type('specialist', typed);
    expect(reply).toMatchObject({ kind: 'card', card: { title: `Did you mean “${meant}”?` } });
    const route = test.router.routes.find(({ command }) => command?.words === meant);
    expect(JSON.stringify(reply)).toContain(`"press":{"route":"${route?.id}"`);
  });

  it.each([
    ['help', 'What you can do'],
    ['  HELP  ', 'What you can do'],
    ['/help', 'What you can do'],
    ['@workgroup help', 'What you can do'],
    ['/workgroup-bot: help', 'What you can do'],
    ['help me please', 'What you can do'],
    ['', 'What you can do'],
    [' \n\t ', 'What you can do'],
    ['/', 'What you can do'],
    ['/workgroup', 'What you can do'],
    ['schedule   plan', 'Plan the schedule'],
    ['Schedule plan.', 'Plan the schedule'],
  ])('understands “%s”', async (typed, title) => {
    expect(await titleOf('specialist', typed)).toBe(title);
  });

  it.each([
    ['🎉'],
    ['👩🏽‍🏫'.repeat(100)],
    ['<script>alert(1)</script>'],
    ['@channel'],
    ['<!channel> <!everyone>'],
    ['*bold* _and_ `code` [a](https://example.org)'],
    ['مرحبا \u202eabc'],
    ['\0help\0\0 nothing'],
    ['\ud800'],
    ['__proto__'],
    ['constructor'],
    ['toString'],
    ['\'; DROP TABLE "Hub"; --'],
    ['%s %d {{x}}'],
    ['x'.repeat(40_000)],
    [`${'.'.repeat(39_999)}x`],
    ['a '.repeat(20_000)],
    ['\n'.repeat(40_000)],
    [`${' '.repeat(39_999)}x`],
    ['!?'.repeat(20_000)],
    ['@'.repeat(40_000)],
    ['/workgroup '.repeat(3_600)],
  ])('answers %.20j with what it knows', async (typed) => {
    const reply = await test.type('specialist', typed);
    expect(reply.kind).toBe('card');
    expect(JSON.stringify(reply).length).toBeLessThan(5_000);
  });

  it('offers help after a wrong word, and no command that this person may not use', async () => {
    const reply = await test.type('Margaret Okonkwo', 'digets');
    expect(reply).toMatchObject({ kind: 'card', card: { title: 'I do not know that one' } });
    expect(JSON.stringify(reply)).not.toContain('digest');
    expect(JSON.stringify(reply)).toContain('"route":"help"');
  });

  it.each([
    ['Priya Nandakumar', 'task set'],
    ['Priya Nandakumar', 'digest'],
    ['Margaret Okonkwo', 'schedule plan'],
    ['Margaret Okonkwo', 'reflect'],
    ['hubLead', 'meeting cancel'],
  ])('tells %s kindly for whom “%s” is', async (who, command) => {
    const reply = await test.type(who, command);
    expect(reply).toMatchObject({
      kind: 'refused',
      text: expect.stringMatching(/^That is for .* of this Work Group/u),
    });
  });

  it.each([['help'], ['schedule'], ['']])('does not know a stranger who types “%s”', async (typed) => {
    for (const who of ['nobody', '', '\0', '__proto__', 'x'.repeat(40_000)]) {
      expect(await test.type(who, typed)).toMatchObject({
        kind: 'refused',
        text: expect.stringContaining('not know you'),
      });
    }
  });
});

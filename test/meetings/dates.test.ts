import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onDatabase, openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import { begin, faultsOf, fieldsOf, formOf, handIn, publish, valuesOf } from './acting.js';

describe('a date that does not suit', () => {
  let database: TestDatabase;
  let test: TestRouter;
  beforeAll(async () => {
    database = await openSqlite();
    test = await startRouter(database, { start: '2026-09-22T14:00:00+01:00' });
  });
  afterAll(() => database.close());

  it.each([
    ['date-2', '2026-11-14', 'Sat 14 Nov is a Saturday.'],
    ['date-2', '2026-11-13', 'Oakfield Primary is closed on Fri 13 Nov: INSET day.'],
    ['date-1', '2026-10-20', 'Kingfisher Primary is closed on Tue 20 Oct: outside its term.'],
    ['date-2', '2026-10-29', 'Thu 29 Oct is outside term.'],
    ['date-2', '2026-12-25', 'Fri 25 Dec is a bank holiday (Christmas Day).'],
    ['date-5', '2027-05-03', 'Mon 3 May is a bank holiday (Early May bank holiday).'],
    ['date-5', '2027-05-06', 'Millpond Primary is closed on Thu 6 May: polling station.'],
    [
      'date-6',
      '2027-06-07',
      'Oakfield Primary, Kingfisher Primary and Marigold Street Primary are closed on Mon 7 Jun: INSET day.',
    ],
    ['date-6', '2027-07-23', 'Fri 23 Jul is outside term.'],
    ['date-2', '2026-10-06', 'Tue 6 Oct is in Autumn 1, not Autumn 2.'],
    ['date-1', '2026-09-22', 'Tue 22 Sep, 13:00 has passed.'],
    ['date-1', '2026-09-15', 'Tue 15 Sep, 13:00 has passed.'],
    ['date-2', '31 November 2026', '“31 November 2026” is not a date. Write it as 10/11/2026.'],
    ['date-2', 'soon', '“soon” is not a date. Write it as 10/11/2026.'],
    ['time-2', '6:00', 'Please give a time between 07:00 and 20:00, such as 13:00.'],
    ['time-2', 'noon', 'Please give a time between 07:00 and 20:00, such as 13:00.'],
    ['time-2', '', 'Please give a time between 07:00 and 20:00, such as 13:00.'],
    ['length-2', '10', 'At least half an hour, please.'],
    ['length-2', '600', 'At most eight hours, please.'],
    ['length-2', 'long', 'Please choose how long.'],
    ['where-2', 'the moon', 'Please choose one of the schools, or online.'],
    ['where-2', '', 'Please choose where.'],
  ])('%s “%s”: %s', async (field, value, fault) => {
    const opened = await test.type('specialist', 'schedule plan');
    const reply = await handIn(test, 'specialist', opened, { [field]: value });
    expect(faultsOf(reply)).toEqual({ [field]: fault });
    expect(valuesOf(reply)[field]).toBe(value);
  });

  it('is refused in the same words when a meeting moves', async () => {
    await publish(test);
    const opened = await test.type('specialist', 'meeting move');
    expect(opened).toMatchObject({ kind: 'card', card: { title: 'Which meeting moves?' } });
    const meeting = await test.db.meeting.findFirstOrThrow({ where: { halfTerm: 2 } });
    const form = await test.press('specialist', 'meeting.move', { group: test.group.id, meeting: meeting.id });
    for (const [date, fault] of [
      ['2026-11-13', 'Oakfield Primary is closed on Fri 13 Nov: INSET day.'],
      ['2026-09-15', 'Tue 15 Sep, 13:00 has passed.'],
      ['', 'Please choose a date.'],
    ]) {
      expect(faultsOf(await handIn(test, 'specialist', form, { date }))).toEqual({ date: fault });
    }
    expect(faultsOf(await handIn(test, 'specialist', form))).toEqual({
      form: expect.stringContaining('stands already'),
    });
    expect(await test.db.meeting.findUniqueOrThrow({ where: { id: meeting.id } })).toEqual(meeting);
  });
});

describe('a form with every date cleared', () => {
  it('publishes nothing', async () => {
    const test = await begin();
    const opened = await test.type('specialist', 'schedule plan');
    const empty = Object.fromEntries(
      fieldsOf(opened).flatMap(({ name }) => (name.startsWith('date') ? [[name, '']] : [])),
    );
    expect(faultsOf(await handIn(test, 'specialist', opened, empty))).toEqual({
      form: 'Every date is empty. Please give at least one.',
    });
    expect(await test.db.meeting.count()).toBe(0);
  });
});

onDatabase('two schedule forms open at once', (open) => {
  it('give each half-term one meeting, though both are handed in at the same moment', async () => {
    const test = await begin(open);
    const opened = await test.type('specialist', 'schedule plan');
    const replies = await Promise.all([1, 2, 3].map(() => handIn(test, 'specialist', opened)));
    expect(replies.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    for (const reply of replies.filter(({ kind }) => kind === 'form')) {
      expect(faultsOf(reply)['date-1']).toBe('Autumn 1 has its meeting already.');
    }
    expect(await test.db.meeting.count()).toBe(6);
    expect(await test.db.delivery.count({ where: { kind: 'schedule' } })).toBe(1);
    expect(await handIn(test, 'specialist', opened)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Every half-term has its meeting'),
    });
  });

  it('the second shows what the first has left, and keeps what was changed', async () => {
    const test = await begin(open);
    const opened = await test.type('specialist', 'schedule plan');
    await handIn(test, 'specialist', opened, { 'date-4': '', 'date-5': '', 'date-6': '' });
    const reply = await handIn(test, 'specialist', opened, { 'date-1': '2026-10-07', 'date-5': '2027-05-12' });
    expect(formOf(reply).fault).toContain('has changed since you opened it');
    expect(Object.keys(valuesOf(reply)).filter((name) => name.startsWith('date'))).toEqual([
      'date-4',
      'date-5',
      'date-6',
    ]);
    expect(valuesOf(reply)).toMatchObject({ 'date-5': '2027-05-12' });
    expect(await test.db.meeting.count()).toBe(3);
    expect(await handIn(test, 'specialist', reply)).toMatchObject({ kind: 'done' });
    expect(await test.db.meeting.count()).toBe(6);
  });
});

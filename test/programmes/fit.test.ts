import { describe, expect, it } from 'vitest';
import { fitMeetings, fitParticipants, fitSchools } from '../../src/features/programmes/fit.js';
import { findProgramme } from '../../src/features/programmes/programmes.js';
import type { Programme } from '../../src/features/programmes/schema.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

const named = (id: string): Programme => {
  const programme = findProgramme(id);
  if (!programme) throw new Error(id);
  return programme;
};
const primary = named('primary-tfm');
const secondary = named('secondary-tfm');

describe('a group beside its template', () => {
  it.each([
    [primary, 3, 'differs'],
    [primary, 5, 'differs'],
    [primary, 6, 'fits'],
    [primary, 7, 'fits'],
    [primary, 8, 'differs'],
    [secondary, 1, 'differs'],
    [secondary, 2, 'fits'],
    [named('core-maths'), 3, 'not stated'],
  ] as const)('$id with %i schools: %s', (programme, count, verdict) => {
    expect(fitSchools(programme, count)).toMatchObject({ verdict, stated: programme.schools.words });
  });

  it.each([
    [primary, 0, 'no lead teacher', 'differs'],
    [primary, 1, '1 lead teacher', 'differs'],
    [primary, 2, '2 lead teachers', 'fits'],
    [named('specialist-cohort'), 1, '1 participant', 'fits'],
    [named('y5-8-continuity'), 4, '4 participants', 'not stated'],
  ] as const)('$id with %i from a school: %s, %s', (programme, count, found, verdict) => {
    expect(fitParticipants(programme, 'Oakfield', count)).toMatchObject({ about: 'Oakfield', found, verdict });
  });

  it.each([
    [secondary, [180, 180, 180], '3 meetings, 3 half days in all', 'differs'],
    [secondary, [180, 180, 180, 150], '4 meetings, 4 half days in all', 'fits'],
    [secondary, [360, 360], '2 meetings, 4 half days in all', 'differs'],
    [secondary, [60, 60, 60, 60], '4 meetings, 2 half days in all', 'differs'],
    [secondary, [], 'none planned', 'differs'],
    [primary, [180, 180, 180, 180, 180], '5 meetings, 5 half days in all', 'differs'],
    [named('sktm-ect'), [360, 360, 360, 360], '4 meetings, 8 half days in all', 'fits'],
    [named('sktm-ect'), [360, 360, 360, 90], '4 meetings, 6½ half days in all', 'differs'],
    [named('mat-leads'), [60], '1 meeting, ½ half day in all', 'not stated'],
  ] as const)('$id with meetings of %j minutes: %s, %s', (programme, lengths, found, verdict) => {
    expect(fitMeetings(programme, lengths)).toMatchObject({ found, verdict });
  });
});

describe('publishing a schedule', () => {
  it('with three half days in a secondary group warns, and publishes all the same', async () => {
    const database = await openSqlite();
    const { type, submit, group, db } = await startRouter(database, { file: 'secondary' });
    const form = await type('specialist', 'schedule plan');
    expect(JSON.stringify(form)).toContain('The programme on meetings: at least 4 half days a year.');
    expect(JSON.stringify(form)).not.toContain('all the same');
    if (form.kind !== 'form') throw new Error('no form');
    const values = Object.fromEntries(
      form.form.body.flatMap((part) => ('name' in part ? [[part.name, part.value]] : [])),
    );
    const reply = await submit(
      'specialist',
      'schedule.plan',
      { group: group.id },
      {
        ...values,
        'date-4': '',
        'date-5': '',
        'date-6': '',
      },
    );
    expect(reply).toMatchObject({
      kind: 'done',
      text: expect.stringContaining(
        'The year has 3 meetings, 3 half days in all; the programme states at least 4 half days a year.',
      ),
    });
    expect(await db.meeting.count()).toBe(3);
    const rest = await submit(
      'specialist',
      'schedule.plan',
      { group: group.id },
      { 'date-4': values['date-4'], 'time-4': '13:00', 'length-4': '180', 'where-4': 'online' },
    );
    expect(rest).toMatchObject({ kind: 'done', text: expect.not.stringContaining('programme') });
    await database.close();
  });
});

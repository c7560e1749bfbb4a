import type { Card, Form } from '../../cards/model.js';
import type { Reply } from '../../src/edge/reply.js';
import { newId } from '../../src/shared/ids.js';
import { handIn, publish, setTask } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** Who takes over in mid-year, how all groups stand, and how a group goes on in the next year. */
export async function collectYearsSamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('unsigned');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const keep = (name: string, reply: Reply): void => {
    if (reply.kind === 'form') samples[name] = reply.form;
    else if ('card' in reply && reply.card) samples[name] = reply.card;
    else throw new Error(JSON.stringify(reply));
  };
  /** @param who whose message it is, where several people get one that is not the same */
  const sent = (name: string, title: string, who?: string): void => {
    const mine = test.messenger.posted.filter(
      ({ to }) => who === undefined || (to.kind === 'person' && to.personId === test.personId(who)),
    );
    const message = mine.findLast(({ card }) => card.title.startsWith(title));
    if (!message) throw new Error(`nothing was sent: ${title}`);
    samples[name] = message.card;
  };
  /** One a person and day: each message by itself. */
  const nextMorning = async (day: string): Promise<void> => {
    test.clock.set(new Date(`${day}T10:01:00+01:00`));
    await test.relay.run();
  };
  const group = test.group.id;
  await publish(test);
  await setTask(test);
  await test.db.actionStep.create({
    data: {
      id: newId(),
      groupId: group,
      schoolId: test.group.members.find(({ name }) => name === 'Priya Nandakumar')?.schoolId ?? '',
      position: 0,
      text: 'Show the bar model to Year 2',
      ownerId: test.personId('Priya Nandakumar'),
      dueOn: '2026-10-16',
      createdAt: test.clock.now(),
      createdById: test.personId('specialist'),
    },
  });
  await test.runUntil('2026-09-08T10:00:00+01:00');
  const form = await test.press('specialist', 'handover.record', { group });
  keep('handover', form);
  const who = `${test.personId('Priya Nandakumar')}:advocate`;
  const wish = { who, name: 'Sam Fletcher', email: 'sam.fletcher@oakfield.example' };
  keep(
    'handover-refused',
    await handIn(test, 'specialist', form, { who, name: 'Sam Fletcher', email: 'sam at school' }),
  );
  keep('handed-over', await handIn(test, 'specialist', form, wish));
  test.clock.set(new Date('2026-09-08T10:01:00+01:00'));
  await test.relay.run();
  sent('message-handover-welcome', 'Welcome, Sam Fletcher');
  sent('message-handover-news', 'Somebody has taken over', 'hubLead');
  keep('taken-over', await test.type('Priya Nandakumar', 'schedule'));
  keep('people-lead', await test.type('specialist', 'people'));
  const calendar = await test.press('specialist', 'calendar.renew-group', { group });
  keep('calendar-address', calendar);
  keep('calendar-address-new', await handIn(test, 'specialist', calendar));
  const left = await test.press('specialist', 'handover.left', { group });
  keep('left', left);
  keep('said-left', await handIn(test, 'specialist', left, { who: test.personId('Margaret Okonkwo') }));
  keep('left-refused', await test.type('Margaret Okonkwo', 'home'));
  await nextMorning('2026-09-09');
  sent('message-left-news', 'Somebody has left', 'hubLead');
  const address = await test.press('specialist', 'people.address', { group });
  keep('address', address);
  const corrected = { who: test.personId('Aisha Rahmani'), email: 'a.rahmani@millpond.example' };
  await handIn(test, 'specialist', address, corrected);
  test.clock.set(new Date('2026-09-09T10:02:00+01:00'));
  await test.relay.run();
  sent('message-address-news', 'An address was corrected', 'hubLead');
  const lead = { who: `${test.personId('specialist')}:specialist`, successor: test.personId('hubLead') };
  await handIn(test, 'hubLead', await test.press('hubLead', 'handover.record', { group }), lead);
  await nextMorning('2026-09-10');
  sent('message-new-specialist', 'A new specialist');
  keep('audit', await test.press('hubLead', 'audit.show', {}));
  const { id: handover } = await test.db.handover.findFirstOrThrow({ orderBy: { at: 'desc' } });
  await test.press('hubLead', 'handover.undo', { group, handover });

  await test.runUntil('2026-11-26T12:00:00Z');
  keep('overview', await test.type('hubLead', 'overview'));
  keep('overview-group', await test.press('hubLead', 'overview.group', { group }));
  await test.runUntil('2027-06-07T12:00:00+01:00');
  sent('message-new-year', 'Next year');
  const next = await test.press('specialist', 'carry-on.record', { group });
  keep('carry-on', next);
  keep('carried-on', await handIn(test, 'specialist', next));
  keep('carry-on-done', await test.press('specialist', 'carry-on.record', { group }));
  await database.close();
  return samples;
}

import type { Card, Form } from '../../cards/model.js';
import type { Reply } from '../../src/edge/reply.js';
import { newId } from '../../src/shared/ids.js';
import { handIn, head, publish, setTask } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** What schools sign, release and are due, through the eyes of a head, a new head and those who lead. */
export async function collectLedgerSamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('unsigned');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const keep = (name: string, reply: Reply): Reply => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
    return reply;
  };
  const { id: group } = test.group;
  const school = test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';

  const signatories = [head, 'Priya Nandakumar', 'Tom Hartwell'].map(test.personId);
  const signing = keep('commitments-sign', await test.press('specialist', 'commitments.sign', { group, school }));
  keep('commitments-sign-refused', await handIn(test, 'specialist', signing, { on: '2026-10-02', others: 'Ann' }));
  keep('commitments-signed', await handIn(test, 'specialist', signing, { on: '2026-09-02', who: signatories }));
  await publish(test);
  await test.runUntil('2026-09-15T10:00:00+01:00');
  const each = keep('commitments-each', await test.press(head, 'commitments.each', { group, school, halfTerm: '1' }));
  await handIn(test, head, each, { release: 'talk', leadership: 'notMe' });
  keep('commitments-school', await test.type(head, 'commitments'));
  keep('funding-head', await test.type(head, 'funding'));
  keep('funding-specialist', await test.type('specialist', 'funding'));
  keep('funding-record', await test.press('specialist', 'funding.record', { group, item: `${school}/grant` }));
  keep(
    'release-log',
    await test.type('Priya Nandakumar', 'release').then(() => test.press('Priya Nandakumar', 'release.log', { group })),
  );
  await setTask(test);

  const id = newId();
  const person = { name: 'Nia Newcombe', email: 'nia.newcombe@oakfield.example', calendarSecret: newId() };
  await test.db.person.create({ data: { id, hubId: test.group.hubId, ...person } });
  const place = { groupId: group, personId: id, role: 'head', schoolId: school } as const;
  await test.db.membership.create({ data: { id: newId(), ...place } });
  await test.submit(head, 'people.stand-down', { group }, {});
  await test.runUntil('2026-09-18T10:00:00+01:00');
  const millpond = test.group.schools.find(({ name }) => name === 'Millpond Primary')?.id ?? '';
  await test.press('Aisha Rahmani', 'commitments.take-on', { group, school: millpond, answer: 'notMe' });
  await test.relay.run();
  const told = test.messenger.posted.findLast(({ card }) => card.title.startsWith('Who signs'));
  const to = (personId: string) =>
    test.messenger.posted.filter((message) => message.to.kind === 'person' && message.to.personId === personId);
  const first = to(test.personId('Aisha Rahmani')).find(({ card }) => card.title.startsWith('Please sign'));
  if (!told || !first) throw new Error('nobody was asked to sign');
  samples['message-not-signing'] = told.card;
  samples['message-please-sign'] = first.card;
  const asked = to(id).findLast(({ card }) => JSON.stringify(card).includes('commitments.take-on'));
  if (!asked) throw new Error('no new head was asked');
  samples['message-take-on'] = asked.card;
  await database.close();
  return samples;
}

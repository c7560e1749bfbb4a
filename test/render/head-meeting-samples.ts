import type { Card, Form } from '../../cards/model.js';
import { headsWelcomeCard } from '../../cards/people.js';
import { createBuilding } from '../../src/delivery/building.js';
import type { Reply } from '../../src/edge/reply.js';
import { headMeetingBuilders } from '../../src/features/head-meetings/reminders.js';
import { newId } from '../../src/shared/ids.js';
import { fill, handIn, head } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** Meetings of the heads and their own channel, through the eyes of the specialist, the hub lead and a head. */
export async function collectHeadMeetingSamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('example');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const keep = (name: string, reply: Reply): Reply => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
    return reply;
  };
  /** A message by itself: on its day it may have been joined with others. */
  const message = async (kind: string, meeting: string, who?: string): Promise<void> => {
    const personId = who === undefined ? null : test.personId(who);
    const row = await test.db.delivery.findFirstOrThrow({
      where: { kind, personId, subjectId: { startsWith: meeting } },
    });
    const built = await createBuilding(test.db, headMeetingBuilders, test.clock.now()).build(row);
    if (!built) throw new Error(`nothing builds ${kind}`);
    samples[`message-${kind}`] = built.card;
  };
  const kate = 'Kate Winterbourne';
  const lead = 'Rosalind Amponsah';
  const { id: group } = test.group;
  const school = test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';
  const answer = (who: string, meeting: string, say: string): Promise<Reply> =>
    test.press(who, 'heads.answer', { group, meeting, answer: say, round: '0' });
  const latest = async () => (await test.db.headMeeting.findFirstOrThrow({ orderBy: { changedAt: 'desc' } })).id;

  const setup = await test.router.handle({
    id: newId(),
    personId: test.personId(kate),
    channel: 'chat:W1:C7',
    intent: { kind: 'command', text: 'setup heads' },
  });
  keep('setup-heads', setup);
  keep('setup-heads-done', await handIn(test, kate, setup, {}, 'chat:W1:C7'));
  keep('heads-none', await test.type(head, 'heads'));
  await test.runUntil('2026-09-04T09:00:00+01:00');
  const form = keep('heads-plan', await test.type(kate, 'heads plan'));
  keep('heads-plan-refused', await handIn(test, kate, form, { date: '2026-11-13', place: 'At Millpond Primary' }));
  const wish = { date: '2026-09-24', time: '15:30', length: '90', place: 'At Millpond Primary, in the library' };
  keep('heads-planned', await handIn(test, kate, form, wish));
  const together = await latest();
  await test.relay.run();
  await message('head-meeting-ask', together, head);
  await test.runUntil('2026-09-07T09:00:00+01:00');
  const own = { kind: 'specialist', school, date: '2026-10-06', place: 'https://meet.example.org/oakfield' };
  await fill(test, lead, 'heads plan', own);
  const alone = await latest();
  await test.relay.run();
  await message('head-meeting-planned', alone, kate);
  await answer(head, together, 'yes');
  await answer('Helen Brackenbury', together, 'yes');
  await answer('Stephen Blackwood', together, 'unsure');
  await answer('Farida Chowdhury-Bell', together, 'no');
  await answer(head, alone, 'no');
  await test.relay.run();
  await message('heads-meeting', together);
  await message('head-meeting-cannot', alone, kate);
  keep('heads-head', await test.type(head, 'heads'));
  keep('heads-specialist', await test.type(kate, 'heads'));
  keep('heads-move-which', await test.type(kate, 'heads move'));
  keep('heads-move', await test.press(kate, 'heads.move', { group, meeting: alone }));
  keep('heads-cancel', await test.press(kate, 'heads.cancel', { group, meeting: alone }));
  await test.runUntil('2026-09-24T18:00:00+01:00');
  await message('head-meeting-unanswered', together, kate);
  await message('head-meeting-reminder', together, head);
  await message('head-meeting-record', together, kate);
  const record = keep('heads-record', await test.press(kate, 'heads.record', { group, meeting: together }));
  const agreed = 'Every school keeps its half-day for the gap task.\nMillpond hosts the next meeting.';
  keep('heads-recorded', await handIn(test, kate, record, { agreed }));
  await fill(test, kate, 'heads cancel', { reason: 'An inspection that week' });
  await test.runUntil('2026-09-25T12:00:00+01:00');
  await message('head-meeting-agreed', together, head);
  await message('head-meeting-cancelled', alone, head);
  keep('heads-head-later', await test.type(head, 'heads'));
  keep('heads-specialist-later', await test.type(kate, 'heads'));
  const welcome = { groupId: group, groupName: test.group.name, specialist: kate };
  samples['heads-welcome'] = headsWelcomeCard({ ...welcome, name: head, belongs: true });
  samples['heads-welcome-other'] = headsWelcomeCard({ ...welcome, name: 'Priya Nandakumar', belongs: false });
  samples['heads-welcome-unknown'] = headsWelcomeCard({ ...welcome, belongs: false });
  await database.close();
  return samples;
}

import { hubDayCard } from '../../cards/hub-day.js';
import type { Card, Form } from '../../cards/model.js';
import { notDeliveredCard } from '../../cards/not-delivered.js';
import { welcomeCard } from '../../cards/people.js';
import { DeliveryError } from '../../src/delivery/messenger.js';
import type { Reply } from '../../src/edge/reply.js';
import { newId } from '../../src/shared/ids.js';
import { handIn, publish } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

type Sample = Card | Form;

/** What people see when somebody new appears, a channel is set up, and messages cannot be delivered. */
export async function collectNewcomerSamples(): Promise<Record<string, Sample>> {
  const database = await openSqlite('example');
  const test = await startRouter(database);
  const { group, messenger } = test;
  const samples: Record<string, Sample> = {};
  const keep = (name: string, reply: Reply): Reply => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
    return reply;
  };
  const keepSent = async (name: string, words: string): Promise<void> => {
    await test.relay.run();
    const cards = [...messenger.posted, ...messenger.updated].map(({ card }) => card);
    const card = cards.findLast((one) => JSON.stringify(one).includes(words));
    if (!card) throw new Error(`${name}: no card with ${words}`);
    samples[name] = card;
  };

  const margaret = test.personId('Margaret Okonkwo');
  messenger.before = (to) => {
    if (to.kind === 'person' && to.personId === margaret)
      throw new DeliveryError('person', '', { obstacle: 'not-there' });
  };
  await publish(test);
  await keepSent('message-not-delivered', 'Not delivered to Margaret Okonkwo');
  samples['message-hub-day'] = hubDayCard({
    late: { from: 'Mon 9 Nov, 14:00', until: 'Tue 10 Nov, 08:05', sent: 20, waiting: 3, notNeeded: 8 },
    failed: [{ to: 'Margaret Okonkwo', group: test.group.name, count: 2, why: 'Not here yet' }],
    unsure: [{ to: 'Stephen Blackwood', group: test.group.name, title: 'Cover request' }],
  });
  keep('upcoming-failed', await test.type('specialist', 'upcoming'));
  messenger.before = () => {};
  await test.press('specialist', 'delivery.retry', { group: group.id, to: margaret });
  await keepSent('message-not-delivered-settled', 'nothing is held up');
  await test.runUntil('2026-09-04T09:00:00+01:00');

  const sam = { ref: 'chat:W1:U-sam', name: 'Sam Fletcher', email: 'sam.fletcher@home.example' };
  const args = { group: group.id, account: sam.ref };
  await test.meet({ ...sam, hubId: group.hubId, groupId: group.id });
  await keepSent('message-who-is-this', 'Who is Sam Fletcher?');
  const opened = keep('identify', await test.press('specialist', 'people.identify', args));
  keep('identify-refused', await handIn(test, 'specialist', opened, { who: 'new' }));
  const tom = { ref: 'teams:tenant:tom', name: 'Tom Hartwell', email: 'tom.hartwell@oakfield.example' };
  await test.meet({ ...tom, hubId: group.hubId });
  keep('identified', await handIn(test, 'specialist', opened, { who: test.personId('Tom Hartwell') }));
  await keepSent('message-welcome', 'told me who you are');
  await keepSent('message-account-named', 'is yours too');
  await keepSent('message-who-is-this-answered', 'people.unidentify');
  keep('identified-wrongly', await test.press('specialist', 'people.unidentify', args));

  const setup = (channel: string, who: string) =>
    test.router.handle({
      id: newId(),
      personId: test.personId(who),
      channel,
      intent: { kind: 'command', text: 'setup' },
    });
  await handIn(test, 'specialist', await setup('chat:W1:C1', 'specialist'), {}, 'chat:W1:C1');
  const moving = keep('setup', await setup('chat:W1:C2', 'specialist'));
  keep('setup-done', await handIn(test, 'specialist', moving, {}, 'chat:W1:C2'));
  keep('setup-already', await setup('chat:W1:C2', 'specialist'));

  const ref = 'slack:T0EXAMPLE';
  const workspace = { ref, name: 'Example Schools', hubId: group.hubId, installedAt: test.clock.now() };
  await test.db.installation.create({ data: workspace });
  await test.tied({ hubId: group.hubId, ref });
  await keepSent('message-workspace-tied', 'was tied to');

  await database.close();

  const view = { groupId: 'group', to: 'person', person: { name: 'Margaret Okonkwo', email: 'm@oakfield.example' } };
  const messages = [
    { title: 'Cover request', passed: true },
    { title: 'Commitments review', passed: true },
  ];
  samples['message-not-delivered-passed'] = notDeliveredCard({ ...view, obstacle: 'left', messages });
  const waiting = messages.map((message) => ({ ...message, passed: false }));
  samples['message-not-delivered-app'] = notDeliveredCard({ ...view, obstacle: 'app-not-added', messages: waiting });
  const channel = { groupId: 'group', to: 'channel', obstacle: 'no-channel' };
  const posts = messages.map(() => ({ title: 'The year’s schedule', passed: false }));
  samples['message-not-delivered-channel'] = notDeliveredCard({ ...channel, messages: posts });
  const welcome = { groupName: group.name, specialist: 'Kate Winterbourne' };
  samples['channel-welcome'] = welcomeCard({ ...welcome, name: 'Priya Nandakumar' });
  samples['channel-welcome-unknown'] = welcomeCard({ ...welcome, name: undefined });
  return samples;
}

import { expect, it } from 'vitest';
import { onDatabase } from '../support/databases.js';
import { refusals } from '../support/teams-connector.js';
import { inChannel, type Json, publish, toPerson, written } from '../teams/acting.js';
import { startOnTwo, type TwoPlatforms } from './two-platforms.js';

const edwin = { name: 'Edwin Castlemaine', email: 'edwin.castlemaine@examplemathshub.example' };
const hannah = { name: 'Hannah Abernethy', email: 'hannah.abernethy@beaconrise.example' };
const patricia = { name: 'Patricia Nwosu-Lane', email: 'patricia.nwosu-lane@beaconrise.example' };
const michael = { name: 'Michael Trevanion', email: 'michael.trevanion@riverbend.example' };
const rosalind = { name: 'Rosalind Amponsah', email: 'rosalind.amponsah@examplemathshub.example' };
const everybody = [edwin, hannah, patricia, michael, rosalind];
const margaret = 'Margaret Okonkwo';

/** Everything that was said in Slack, as text; in the channel, or with a person. */
const saidInSlack = ({ slack }: TwoPlatforms, channel?: string): string =>
  JSON.stringify(
    slack.calls
      .filter(({ method, body }) => /^chat\./u.test(method) && (channel === undefined || body.channel === channel))
      .map(({ body }) => body.blocks),
  );
const saidInTeams = ({ teams }: TwoPlatforms): string => JSON.stringify(teams.api.calls.map(({ body }) => body));

async function bindInSlack({ inSlack }: TwoPlatforms): Promise<void> {
  await inSlack(edwin.name).type('setup', 'channel');
  await inSlack(edwin.name).submit();
}
async function publishInSlack({ inSlack }: TwoPlatforms): Promise<void> {
  await inSlack(edwin.name).type('schedule plan');
  expect(await inSlack(edwin.name).submit()).toContain('Published');
}
const directIn = (two: TwoPlatforms, { name }: { name: string }, words: string) =>
  two
    .inSlack(name)
    .messages('direct')
    .then((all) => all.filter(({ text }) => text.includes(words)));

onDatabase('one bot in Slack and in Teams', (open) => {
  it('looks after a group in each, and nothing of one reaches the other', async () => {
    const two = await startOnTwo(everybody, {}, open);
    const { teams, inSlack } = two;
    await bindInSlack(two);
    await publish(teams);
    await publishInSlack(two);
    await teams.as('Priya Nandakumar').press('Yes', 'Our meetings', 'channel');
    await inSlack(hannah.name).press('No', 'Our meetings', 'channel');
    await teams.waitUntil('2026-10-20 12:00');

    expect(inChannel(teams, 'Our meetings').map(({ text }) => text.includes('1 yes · 0 no'))).toEqual([true]);
    const slack = await inSlack(hannah.name).messages('channel');
    expect(slack.filter(({ text }) => text.includes('Our meetings') && text.includes('0 yes · 1 no'))).toHaveLength(1);
    expect(await toPerson(teams, margaret, 'Work Group dates for Oakfield Primary')).toHaveLength(1);
    expect(await directIn(two, patricia, 'Work Group dates for Beacon Rise School')).toHaveLength(1);
    for (const name of ['Oakfield', 'Millpond', 'Priya Nandakumar', 'Kate Winterbourne']) {
      expect(saidInSlack(two), name).not.toContain(name);
    }
    for (const name of ['Beacon Rise', 'Riverbend', 'Hannah Abernethy', 'Edwin Castlemaine']) {
      expect(saidInTeams(two), name).not.toContain(name);
    }
  });
});

it('a person of both is written to where the group is that it is about', async () => {
  const two = await startOnTwo([edwin, hannah, rosalind]);
  const { teams } = two;
  await bindInSlack(two);
  // She is known in both.
  await teams.as(rosalind.name).type('home');
  await two.inSlack(rosalind.name).say('home', 'direct');
  const accounts = await teams.db.account.findMany({ where: { personId: teams.personId(rosalind.name) } });
  expect(accounts.map(({ ref }) => ref.split(':')[0]).sort()).toEqual(['slack', 'teams']);
  await publish(teams);
  await publishInSlack(two);
  // The hub lead is told when a specialist cannot be: of each group where it is.
  teams.api.tenant.blocked.add(teams.as('Kate Winterbourne').user.id);
  const direct = await two.inSlack(edwin.name).direct();
  const unknown = { body: { ok: false, error: 'user_not_found' }, when: ({ channel }: Json) => channel === direct };
  two.slack.fail('chat.postMessage', unknown);
  await teams.waitUntil('2026-11-20 12:00');
  expect(await toPerson(teams, rosalind.name, 'Not delivered to Kate Winterbourne')).toHaveLength(1);
  expect(await directIn(two, rosalind, 'Not delivered to Edwin Castlemaine')).toHaveLength(1);
  expect(saidInSlack(two)).not.toContain('Not delivered to Kate Winterbourne');
  expect(saidInTeams(two)).not.toContain('Not delivered to Edwin Castlemaine');
});

it('somebody who is not in the group’s Slack, and is in Teams, is written to in Teams', async () => {
  const two = await startOnTwo([edwin, hannah, michael], { strangers: [patricia] });
  const { teams } = two;
  await bindInSlack(two);
  await teams.install(patricia.name);
  await publishInSlack(two);
  expect(await toPerson(teams, patricia.name, 'Work Group dates for Beacon Rise School')).toHaveLength(1);
  expect(await directIn(two, michael, 'Work Group dates for Riverbend Academy')).toHaveLength(1);
  expect(await teams.as(patricia.name).press('Schedule', 'Welcome')).toContain('Secondary Mastery Work Group 1');
});

it('a group that moves from Slack to Teams takes its new messages along, and keeps the old ones true', async () => {
  const two = await startOnTwo(everybody, { strangers: [edwin, hannah] });
  const { teams, inSlack } = two;
  await bindInSlack(two);
  await publishInSlack(two);
  // In Teams, in the team's other channel.
  teams.api.channel = teams.api.team.id;
  await teams.as(edwin.name).type('setup', 'channel');
  expect(await teams.as(edwin.name).submit()).toContain('This channel is now that of Secondary Mastery Work Group 1.');
  await inSlack(hannah.name).press('Yes', 'Our meetings', 'channel');
  const [card] = (await inSlack(edwin.name).messages('channel')).filter(({ text }) => text.includes('Our meetings'));
  expect(card?.text).toContain('1 yes');
  await teams.waitUntil('2026-10-20 12:00');
  const reminder = written(teams, teams.api.team.id).map((message) => JSON.stringify(message.activity));
  expect(reminder.some((text) => text.includes('We meet on'))).toBe(true);
  expect(saidInSlack(two, two.channel)).not.toContain('We meet on');
});

it('trouble on one is none on the other', async () => {
  const two = await startOnTwo(everybody);
  const { teams } = two;
  await bindInSlack(two);
  teams.api.fail('any', { ...refusals.unavailable, when: ({ operation }) => operation !== 'login' });
  await publishInSlack(two);
  expect(await directIn(two, patricia, 'Work Group dates for Beacon Rise School')).toHaveLength(1);
  teams.api.mend();
  two.slack.fail('chat.postMessage', { status: 503, body: {} });
  await publish(teams);
  expect(await toPerson(teams, margaret, 'Work Group dates for Oakfield Primary')).toHaveLength(1);
  expect(inChannel(teams, 'Our meetings')).toHaveLength(1);
});

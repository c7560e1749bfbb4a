import { describe, expect, it } from 'vitest';
import { refusals } from '../support/teams-connector.js';
import { channel, membersAdded } from '../support/teams-door.js';
import { begin, head, heads, publish, specialist, toPerson, withPerson } from './acting.js';

const dates = 'Work Group dates for Oakfield Primary';

describe('what could not be written to somebody goes out', () => {
  it('when she joins a team of the bot’s, though no group has a channel in it', async () => {
    const teams = await begin({ notInstalled: heads, unbound: true });
    await teams.as(specialist).type('schedule plan');
    await teams.as(specialist).submit();
    expect(await toPerson(teams, head, dates)).toEqual([]);
    await teams.join(head);
    expect(await toPerson(teams, head, dates)).toHaveLength(1);
  });

  it('when the bot is removed from her team and added again', async () => {
    const teams = await begin({ inTeam: [head], notInstalled: heads });
    await teams.install(specialist);
    await teams.removeFromTeam();
    await publish(teams);
    expect(await toPerson(teams, head, dates)).toEqual([]);
    await teams.addToTeam();
    expect(await toPerson(teams, head, dates)).toHaveLength(1);
  });
});

it('one who cannot be welcomed does not keep the others from it, and is welcomed another time', async () => {
  const teams = await begin({ notInstalled: heads });
  const [first = '', second = ''] = heads;
  const users = [first, second].map((name) => teams.as(name).user);
  for (const { id } of users) teams.api.team.members.add(id);
  teams.api.fail('any', { ...refusals.blocked, when: withPerson(teams, first) });
  const general = channel(teams.api.team, teams.api.team.id);
  await teams.send(membersAdded(teams.api, teams.as(specialist).user, general, users));
  expect(await toPerson(teams, second, 'Welcome')).toHaveLength(1);
  expect(await toPerson(teams, first, 'Welcome')).toEqual([]);
  const welcomed = await teams.db.account.findMany({ where: { welcomedAt: { not: null } }, include: { person: true } });
  expect(welcomed.map(({ person }) => person?.name)).not.toContain(first);
});

import { expect, it } from 'vitest';
import { begin, head, type Json, later, publish, toPerson } from './acting.js';

const email = 'margaret.okonkwo@oakfield.example';

const doubtful: [string, Json][] = [
  ['is closed', { deleted: true }],
  ['is a bot’s', { is_bot: true }],
  ['is a stranger’s', { is_stranger: true }],
  ['belongs to another workspace', { team_id: 'T0ELSEWHERE' }],
  ['has not confirmed its address', { is_email_confirmed: false }],
  // The Kelvin sign, of which JavaScript makes a small k.
  ['has an address that only looks like hers', { profile: { email: email.replace('k', '\u212A') } }],
];

it.each(doubtful)('an account that %s is not recognised by its address', async (_, differs) => {
  const slack = await begin();
  const id = slack.api.userOf(email);
  const user = { id, real_name: head, profile: { email }, ...differs };
  slack.api.fail('users.info', { body: { ok: true, user }, when: ({ user: asked }) => asked === id });
  slack.api.fail('users.lookupByEmail', { body: { ok: true, user }, when: (body) => body.email === email });

  await slack.as(head).type('home');
  expect(await slack.db.account.findFirst({ where: { ref: { endsWith: `:${id}` } } })).toMatchObject({
    personId: null,
  });

  await publish(slack);
  await later(slack, 1);
  expect(await toPerson(slack, head, 'Work Group dates for')).toEqual([]);
});

it('an account of the organisation that is in this workspace too is', async () => {
  const slack = await begin();
  const id = slack.api.userOf(email);
  const enterprise_user = { teams: [slack.api.team] };
  const user = { id, real_name: head, profile: { email }, team_id: 'E0EXAMPLE', enterprise_user };
  slack.api.fail('users.info', { body: { ok: true, user }, when: ({ user: asked }) => asked === id });
  await slack.as(head).type('home');
  const account = await slack.db.account.findFirst({
    where: { ref: { endsWith: `:${id}` } },
    include: { person: true },
  });
  expect(account?.person?.name).toBe(head);
});

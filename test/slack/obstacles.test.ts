import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reviveInstalled } from '../../src/delivery/not-delivered.js';
import { packLink } from '../../src/platforms/slack/installing/install-link.js';
import { createInstallations } from '../../src/platforms/slack/installing/installations.js';
import { newId } from '../../src/shared/ids.js';
import { quietLog } from '../support/router.js';
import type { SlackDriver } from '../support/slack-driver.js';
import {
  begin,
  callsOf,
  colleague,
  head,
  inChannel,
  inTheChannel,
  type Json,
  later,
  publish,
  refusal,
  specialist,
  teacher,
  toPerson,
} from './acting.js';
import { answersTo } from './answers.js';

const post = 'chat.postMessage';
const lead = 'Rosalind Amponsah';
const notDelivered = (slack: SlackDriver, who = specialist) => toPerson(slack, who, 'Not delivered to');
const emailOf = 'margaret.okonkwo@oakfield.example';
const isHers = (body: Json) => body.email === emailOf;

/** Nobody but the specialist hears of it, and she in words. */
async function expectToldOnce(slack: SlackDriver, ...words: string[]): Promise<void> {
  const told = await notDelivered(slack);
  expect(told).toHaveLength(1);
  for (const word of words) expect(told[0]?.text).toContain(word);
  expect(told[0]?.text).not.toMatch(/[a-z]_[a-z]/u);
  for (const who of [head, teacher, colleague, lead]) expect(await notDelivered(slack, who)).toEqual([]);
  expect(await inChannel(slack, 'Not delivered')).toEqual([]);
}

describe('a channel that cannot be written to', () => {
  it.each([
    ['is_archived', 'the channel', 'is archived'],
    ['not_in_channel', 'I am not in the group’s channel', 'Please add me to the channel'],
    ['channel_not_found', 'is not there any more', 'in the channel that the group has now'],
    ['restricted_action', 'let me write'],
    ['missing_scope', 'I lack a permission'],
    ['token_revoked', 'I am not installed any more'],
    ['account_inactive', 'I am not installed any more'],
    ['msg_blocks_too_long', 'on our side'],
  ])('because of %s is told once, and written to when it can be', async (code, ...words) => {
    const slack = await begin();
    slack.api.fail(post, refusal(code, { when: inTheChannel(slack) }));
    await publish(slack);
    await later(slack, 1);
    await expectToldOnce(slack, 'The year’s schedule', ...words);
    expect(await toPerson(slack, head, 'Work Group dates for')).toHaveLength(1);

    const tries = callsOf(slack, post, { channel: slack.channel }).length;
    for (const minutes of [1, 10, 30, 60]) await later(slack, minutes);
    // What has come since is the opening of the half-term.
    expect(callsOf(slack, post, { channel: slack.channel }).length).toBeLessThanOrEqual(tries + 1);
    expect(await notDelivered(slack)).toHaveLength(1);

    slack.api.mend();
    await slack.as(specialist).press('Try again now', 'Not delivered to the channel');
    expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
    expect(await notDelivered(slack)).toEqual([]);
    expect(await toPerson(slack, specialist, 'nothing is held up any more')).toHaveLength(1);
  });

  it('because nobody has said which, is written to after “setup”', async () => {
    const slack = await begin({ unbound: true });
    await publish(slack);
    await later(slack, 1);
    await expectToldOnce(slack, 'Nobody has said yet which channel is the group’s', '“@Work Group setup”) there');
    expect(callsOf(slack, post, { channel: slack.channel })).toEqual([]);
    await slack.as(specialist).type('setup', 'channel');
    expect(await slack.as(specialist).submit()).toContain('This channel is now that of Primary Mastery Work Group 3.');
    expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
    expect(await toPerson(slack, specialist, 'nothing is held up any more')).toHaveLength(1);
  });
});

describe('a channel that the bot is not in', () => {
  it('is not set up: it says so at once', async () => {
    const slack = await begin({ unbound: true });
    slack.api.fail('conversations.info', refusal('channel_not_found'));
    const [answer] = await answersTo(slack, () => slack.as(specialist).type('setup', 'channel'));
    expect(JSON.stringify(answer)).toContain('I am not in this channel yet, so I could post nothing here.');
    slack.api.mend();
    await slack.as(specialist).type('setup', 'channel');
    expect(await slack.as(specialist).submit()).toContain('This channel is now that of Primary Mastery Work Group 3.');
  });
});

describe('somebody who cannot be written to', () => {
  it('because they are not in the workspace, gets all of it when they join', async () => {
    const slack = await begin();
    slack.api.fail('users.lookupByEmail', refusal('users_not_found', { when: isHers }));
    await publish(slack);
    await slack.waitUntil('2026-09-09 12:00');
    await expectToldOnce(
      slack,
      'Not delivered to Margaret Okonkwo',
      'Margaret Okonkwo is not here yet.',
      `Please invite them: ${emailOf}`,
    );
    expect(await slack.as(head).messages('direct')).toEqual([]);
    slack.api.mend();
    await slack.event({ type: 'team_join', user: { id: slack.api.userOf(emailOf), name: 'margaret' } });
    const [first] = await slack.as(head).messages('direct');
    expect(first?.text).toContain('Work Group dates for');
    expect(await notDelivered(slack)).toEqual([]);
    // One unasked message a day, as ever: the cover request follows.
    await slack.waitUntil('2026-09-10 12:00');
    expect(await toPerson(slack, head, 'Is their cover arranged?')).toHaveLength(1);
  });

  it('because their account was closed, is told; and gets it when it is open again', async () => {
    const slack = await begin();
    const margaret = slack.api.userOf(emailOf);
    slack.api.fail('conversations.open', refusal('user_disabled', { when: ({ users }) => users === margaret }));
    await publish(slack);
    await later(slack, 1);
    await expectToldOnce(slack, 'Not delivered to Margaret Okonkwo', 'account was closed');
    slack.api.mend();
    await slack.as(specialist).press('Try again now', 'Not delivered to Margaret');
    expect(await toPerson(slack, head, 'Work Group dates for')).toHaveLength(1);
  });

  it('because their account was closed before we met, is told', async () => {
    const slack = await begin();
    const user = { id: slack.api.userOf(emailOf), deleted: true };
    slack.api.fail('users.lookupByEmail', { body: { ok: true, user }, when: isHers });
    await publish(slack);
    await later(slack, 1);
    await expectToldOnce(slack, 'account was closed');
  });

  it('because the conversation with them is gone, is written to in a new one', async () => {
    const slack = await begin();
    await publish(slack);
    const before = await slack.as(head).direct();
    expect(await toPerson(slack, head, 'Work Group dates for')).toHaveLength(1);
    slack.api.fail(post, refusal('channel_not_found', { times: 1, when: ({ channel }) => channel === before }));
    await slack.waitUntil('2026-09-08 12:00');
    expect(await toPerson(slack, head, 'Is their cover arranged?')).toHaveLength(1);
    expect(await notDelivered(slack)).toEqual([]);
  });

  it('because Slack finds neither them nor the conversation, is spoken of as a person, not as a channel', async () => {
    const slack = await begin();
    await publish(slack);
    const direct = await slack.as(head).direct();
    slack.api.fail(post, refusal('channel_not_found', { when: ({ channel }) => channel === direct }));
    await slack.waitUntil('2026-09-08 12:00');
    await expectToldOnce(slack, 'Not delivered to Margaret Okonkwo', 'is not here yet');
  });

  it('never holds up the others', async () => {
    const slack = await begin();
    slack.api.fail('users.lookupByEmail', refusal('users_not_found', { when: isHers }));
    await publish(slack);
    for (const other of ['Stephen Blackwood', 'Farida Chowdhury-Bell', 'Helen Brackenbury']) {
      expect(await toPerson(slack, other, 'Work Group dates for')).toHaveLength(1);
    }
  });

  it('who leads the group, is told of by the hub lead', async () => {
    const slack = await begin();
    await publish(slack);
    const direct = await slack.as(specialist).direct();
    slack.api.fail(post, refusal('user_not_found', { when: ({ channel }) => channel === direct }));
    await slack.waitUntil('2026-09-28 16:00');
    const told = await notDelivered(slack, lead);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('Not delivered to Kate Winterbourne');
  });
});

describe('an app that cannot write to anybody', () => {
  it.each(['token_revoked', 'missing_scope'])('because of %s writes it all when it is started again', async (code) => {
    const slack = await begin();
    slack.api.fail(post, refusal(code));
    await publish(slack);
    await later(slack, 1);
    expect(await slack.db.delivery.count({ where: { status: 'sent' } })).toBe(0);
    const tries = callsOf(slack, post).length;
    await later(slack, 10);
    expect(callsOf(slack, post)).toHaveLength(tries);
    slack.api.mend();
    await slack.restart();
    expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
    expect(await toPerson(slack, head, 'Work Group dates for')).toHaveLength(1);
    // There is nothing left that anybody could do.
    expect(await notDelivered(slack)).toEqual([]);
    expect(await slack.db.delivery.count({ where: { status: 'failed' } })).toBe(0);
  });

  it('writes it all when it is installed again', async () => {
    const slack = await begin();
    slack.api.fail(post, refusal('account_inactive'));
    await publish(slack);
    await later(slack, 1);
    slack.api.mend();
    const { hubId } = await slack.db.group.findUniqueOrThrow({ where: { id: slack.groupId } });
    const installations = createInstallations({
      db: slack.db,
      settings: { apiUrl: slack.api.apiUrl, encryptionKeys: [randomBytes(32).toString('base64')] },
      clock: slack.clock,
      log: quietLog,
      installed: (hub) => reviveInstalled(slack.db, slack.clock.now(), hub),
    });
    const bot = { token: slack.api.token, scopes: [], id: 'B0EXAMPLE', userId: slack.api.bot };
    const user = { id: slack.as(specialist).user, token: undefined, scopes: undefined };
    const install = (id: string, hub: string) =>
      installations.store.storeInstallation({
        team: { id, name: 'Example' },
        enterprise: undefined,
        isEnterpriseInstall: false,
        bot,
        user,
        metadata: packLink({ hub, id: newId() }),
      });
    await slack.db.hub.create({ data: { id: 'other-hub', name: 'Another Hub' } });
    await install('T0OTHER', 'other-hub');
    await later(slack, 1);
    expect(await inChannel(slack, 'Our meetings')).toEqual([]);
    await install(slack.api.team, hubId);
    await later(slack, 1);
    expect(await inChannel(slack, 'Our meetings')).toHaveLength(1);
  });

  it('has nobody’s account or token in what it says', async () => {
    const slack = await begin();
    slack.api.fail(post, refusal('token_revoked', { when: inTheChannel(slack) }));
    await publish(slack);
    await later(slack, 1);
    const said = JSON.stringify(callsOf(slack, post).map(({ body }) => body.blocks));
    expect(said).not.toContain(slack.api.token);
    expect(said).not.toContain('token_revoked');
  });
});

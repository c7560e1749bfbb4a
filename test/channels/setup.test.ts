import { describe, expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { DeliveryError } from '../../src/delivery/messenger.js';
import type { Reply } from '../../src/edge/reply.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { newId } from '../../src/shared/ids.js';
import { bindLocalChannels, findChannelOf, findGroupOfChannel } from '../../src/store/channels.js';
import { example } from '../bad-input/example.js';
import { advocate, begin, faultsOf, fieldsOf, formOf, head, publish } from '../meetings/acting.js';
import { textTo } from '../meetings/sent.js';
import { onDatabase, openSqlite } from '../support/databases.js';
import { startLocal } from '../support/local-driver.js';
import type { TestRouter } from '../support/router.js';

const lead = 'Rosalind Amponsah';
const here = 'chat:W1:C1';
const there = 'chat:W1:C2';

const setup = (test: TestRouter, who = 'specialist', channel: string | undefined = here): Promise<Reply> =>
  test.router.handle({
    id: newId(),
    personId: test.personId(who),
    ...(channel !== undefined && { channel }),
    intent: { kind: 'command', text: 'setup' },
  });

/** Hands the form in where it was opened, as it stands but for the group. */
const choose = (
  test: TestRouter,
  opened: Reply,
  who = 'specialist',
  values: Record<string, unknown> = {},
  channel = here,
) => {
  const { route, args } = formOf(opened).submit;
  const proposed = Object.fromEntries(fieldsOf(opened).map((field) => [field.name, field.value]));
  return test.submit(who, route, args, { ...proposed, ...values }, channel);
};

/** Presses the button with this label on the card of a reply. */
const press = (test: TestRouter, reply: Reply, label: string, who = 'specialist') => {
  const card = 'card' in reply ? reply.card : undefined;
  const buttons = card?.body.flatMap((part) => (part.kind === 'actions' ? part.buttons : [])) ?? [];
  const found = buttons.find((button) => button.label === label)?.press;
  if (!found) throw new Error(`no button ${label}`);
  return test.press(who, found.route, found.args);
};

async function withSecondary(test: TestRouter): Promise<string> {
  for (const file of ['secondary-roster.csv', 'secondary-term-dates.csv'])
    await importFile(test.db, await example(file), importDeps(test.clock.now()));
  return (await test.db.group.findFirstOrThrow({ where: { programme: 'secondary-tfm' } })).id;
}

onDatabase('setup', (open) => {
  it('makes a channel the group’s own, and posts what waited for one', async () => {
    const test = await begin(open, { channel: false });
    test.messenger.before = (to) => {
      if (to.kind === 'channel' && !bound) throw new DeliveryError('person', 'none', { obstacle: 'no-channel' });
    };
    let bound = false;
    await publish(test);
    expect(textTo(test, 'the channel')).toEqual([]);
    const opened = await setup(test);
    expect(fieldsOf(opened)).toMatchObject([{ name: 'group', value: test.group.id }]);
    const reply = await choose(test, opened);
    expect(reply).toMatchObject({ kind: 'done', text: `This channel is now that of ${test.group.name}.` });
    expect(JSON.stringify(reply)).toContain('One message that was waiting is posted next');
    bound = true;
    await test.relay.run();
    expect(textTo(test, 'the channel')).toHaveLength(1);
    expect(await findGroupOfChannel(test.db, here)).toEqual({
      groupId: test.group.id,
      hubId: test.group.hubId,
      audience: 'group',
    });
    expect(await findChannelOf(test.db, test.group.id)).toBe(here);
    expect(await findChannelOf(test.db, 'another')).toBeUndefined();
    // Again: nothing to do.
    expect(await setup(test)).toMatchObject({ kind: 'card', card: { title: 'This channel is set up already' } });
    expect(await test.db.channel.count()).toBe(1);
  });

  it('is undone by one press, which gives back what each had', async () => {
    const test = await begin(open, { channel: false });
    const first = await choose(test, await setup(test));
    const opened = await setup(test, 'specialist', there);
    expect(JSON.stringify(opened)).toContain('(moves here)');
    const second = await choose(test, opened, 'specialist', {}, there);
    expect(await findChannelOf(test.db, test.group.id)).toBe(there);
    expect(await findGroupOfChannel(test.db, here)).toBeUndefined();
    expect(await press(test, first, 'Undo')).toMatchObject({ kind: 'refused' });
    expect(await press(test, second, 'Undo')).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('that it had before'),
    });
    expect(await findChannelOf(test.db, test.group.id)).toBe(here);
    expect(await press(test, second, 'Undo')).toMatchObject({ kind: 'refused' });
    expect(await press(test, first, 'Undo')).toMatchObject({ kind: 'done' });
    expect(await test.db.channel.count()).toBe(0);
  });

  it('asks a hub lead which group, and moves a channel from one to another', async () => {
    const test = await begin(open, { channel: false });
    const secondary = await withSecondary(test);
    const opened = await setup(test, lead);
    const [field] = fieldsOf(opened);
    expect(field?.kind === 'select' && field.choices.map(({ value }) => value).sort()).toEqual(
      [test.group.id, secondary].sort(),
    );
    expect(field?.value).toBeUndefined();
    await choose(test, opened, lead, { group: secondary });
    const again = await setup(test, lead);
    expect(JSON.stringify(again)).toContain('Choosing another group takes it away from that one.');
    expect(await choose(test, again, lead)).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('already that of Secondary Mastery Work Group 1'),
    });
    const moved = await choose(test, again, lead, { group: test.group.id });
    expect(await findChannelOf(test.db, test.group.id)).toBe(here);
    expect(await findChannelOf(test.db, secondary)).toBeUndefined();
    await press(test, moved, 'Undo', lead);
    expect(await findChannelOf(test.db, secondary)).toBe(here);
    expect(await findChannelOf(test.db, test.group.id)).toBeUndefined();
  });

  it('does not take the channel of a group that one does not lead', async () => {
    const test = await begin(open, { channel: false });
    const secondary = await withSecondary(test);
    await choose(test, await setup(test, lead), lead, { group: secondary });
    expect(await setup(test)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('the channel of Secondary Mastery Work Group 1, which you do not lead'),
    });
    const values = { group: test.group.id };
    const forged = await test.submit('specialist', 'setup.bind', {}, values, here);
    expect(forged).toMatchObject({ kind: 'refused' });
    expect(await findChannelOf(test.db, secondary)).toBe(here);
  });

  it('handed in twice gets the first reply, also when both arrive at once', async () => {
    const test = await begin(open, { channel: false });
    const { route, args } = formOf(await setup(test)).submit;
    const request = {
      id: newId(),
      personId: test.personId('specialist'),
      channel: here,
      intent: { kind: 'submit', route, args, values: { group: test.group.id } },
    } as const;
    const replies = await Promise.all([1, 2, 3].map(() => test.router.handle(request)));
    replies.push(await test.router.handle(request));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(replies[0]).toMatchObject({ kind: 'done', text: expect.stringContaining('is now that of') });
  });
});

describe('setup', () => {
  it('needs a channel, and somebody who leads a group', async () => {
    const test = await begin(undefined, { channel: false });
    expect(await test.type('specialist', 'setup')).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('in the channel of your Work Group'),
    });
    for (const who of [advocate, head]) expect(await setup(test, who)).toMatchObject({ kind: 'refused' });
    expect(await test.db.channel.count()).toBe(0);
  });

  it('refuses groups that one does not lead, with the fault beside the field', async () => {
    const test = await begin(undefined, { channel: false });
    const secondary = await withSecondary(test);
    const opened = await setup(test);
    expect(faultsOf(await choose(test, opened, 'specialist', { group: secondary }))).toEqual({
      group: 'Please choose one of the Work Groups that you lead.',
    });
    expect(faultsOf(await choose(test, opened, 'specialist', { group: '' }))).toEqual({
      group: 'Please choose a Work Group.',
    });
    expect(await test.db.channel.count()).toBe(0);
  });

  it('refuses a channel of another hub, bound or not, and forged undoing', async () => {
    const test = await begin(undefined, { channel: false });
    const { db, group } = test;
    await db.hub.create({ data: { id: 'other-hub', name: 'Another Hub' } });
    const common = { schoolYear: '2026/27', programme: 'primary-tfm', createdAt: test.clock.now() };
    await db.group.create({
      data: { id: 'other', hubId: 'other-hub', name: 'Elsewhere', calendarSecret: 'x', ...common },
    });
    const boundAt = test.clock.now();
    await db.channel.create({ data: { ref: there, groupId: 'other', boundAt, boundById: 'x' } });
    await db.installation.create({
      data: { ref: 'chat:W2', hubId: 'other-hub', name: 'Another', installedAt: boundAt },
    });
    for (const channel of [there, 'chat:W2:C9']) {
      expect(await setup(test, 'specialist', channel)).toMatchObject({
        kind: 'refused',
        text: expect.stringContaining('belongs to another hub'),
      });
    }
    await choose(test, await setup(test));
    for (const args of [
      { group: 'other', channel: there },
      { group: group.id, channel: there },
      { group: group.id, channel: '' },
    ]) {
      expect(await test.press('specialist', 'setup.unbind', args)).toMatchObject({ kind: 'refused' });
    }
    const forged = { group: group.id, channel: here, before: 'chat:W2:C9', from: 'other' };
    expect(await test.press('specialist', 'setup.unbind', forged)).toMatchObject({ kind: 'done' });
    expect(await db.channel.findMany({ select: { ref: true } })).toEqual([{ ref: there }]);
  });

  it('binds the channel in which it was said, and gives back what there was, whatever a button says', async () => {
    const test = await begin(undefined, { channel: false });
    const { group, db } = test;
    const elsewhere = 'chat:W1:C9';
    const altered = { channel: elsewhere };
    const form = { group: group.id };
    expect(await test.submit('specialist', 'setup.bind', altered, form)).toMatchObject({ kind: 'refused' });
    expect(await test.submit('specialist', 'setup.bind', altered, form, here)).toMatchObject({ kind: 'done' });
    expect(await db.channel.findMany({ select: { ref: true } })).toEqual([{ ref: here }]);
    const undo = { group: group.id, channel: here, back: 'yes', before: elsewhere, from: group.id };
    expect(await test.press('specialist', 'setup.unbind', undo)).toMatchObject({ kind: 'done' });
    expect(await db.channel.count()).toBe(0);
  });
});

describe('the web chat', () => {
  it('has each group’s channel and its heads’ from the start', async () => {
    const database = await openSqlite();
    const chat = await startLocal(database);
    await bindLocalChannels(database.db, new Date('2026-09-03T08:00:00+01:00'));
    const bound = await database.db.channel.findMany({
      select: { ref: true, groupId: true, audience: true },
      orderBy: { ref: 'asc' },
    });
    expect(bound).toEqual([
      { ref: `local:${chat.groupId}`, groupId: chat.groupId, audience: 'group' },
      { ref: `local:${chat.groupId}:heads`, groupId: chat.groupId, audience: 'heads' },
    ]);
    const kate = chat.as('specialist');
    await kate.type('setup', 'channel');
    expect((await kate.messages('channel')).at(-1)?.text).toContain('already');
    await chat.stop();
    await database.close();
  });
});

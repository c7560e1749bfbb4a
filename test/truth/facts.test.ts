import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../src/delivery/messenger.js';
import type { Reply } from '../../src/edge/reply.js';
import { renderText } from '../../src/render/plain-text.js';
import { advocate, begin, fill, handIn, head, publish, setTask } from '../meetings/acting.js';
import { appear } from '../people/newcomers.js';
import type { TestRouter } from '../support/router.js';

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

/** What somebody was sent, as text, newest last. */
const sentTo = (test: TestRouter, name: string): string[] =>
  test.messenger.posted
    .filter(({ to }) => to.kind === 'person' && to.personId === test.personId(name))
    .map(({ card }) => renderText(card));

const move = async (test: TestRouter, meeting: string, date: string): Promise<Reply> => {
  const form = await test.press('specialist', 'meeting.move', { group: test.group.id, meeting });
  return handIn(test, 'specialist', form, { date });
};

const about = (test: TestRouter, more: Record<string, string>) => ({
  group: test.group.id,
  school: test.group.members.find(({ name }) => name === head)?.schoolId ?? '',
  ...more,
});

describe('who has not answered about cover', () => {
  it('was asked on the days on which a message went out for this date', async () => {
    const test = await begin();
    const { first } = await publish(test);
    await test.runUntil('2026-09-24T09:00:00+01:00');
    const list = sentTo(test, 'specialist').find((text) => text.includes('Cover not confirmed')) ?? '';
    expect(list).toContain('Oakfield Primary: Margaret Okonkwo, asked on Tue 8 Sep and Thu 17 Sep');

    // Moved at short notice: what was asked for the old date is not asked for the new one.
    await move(test, first.id, '2026-10-06');
    await test.runUntil('2026-09-30T09:00:00+01:00');
    const after =
      sentTo(test, 'specialist').findLast((text) => text.includes('Cover not confirmed for Tue 6 Oct')) ?? '';
    expect(after).toMatch(/Margaret Okonkwo, asked on Thu 24 Sep/u);
    expect(after).not.toContain('Tue 8 Sep');
    expect(after).not.toContain('twice');
  });
});

describe('who may like a quiet word', () => {
  it('is nobody on account of a task that has only just been set', async () => {
    const test = await begin();
    await publish(test);
    await test.runUntil('2026-09-30T09:00:00+01:00');
    await setTask(test, { title: 'First task' });
    await test.runUntil('2026-11-18T09:00:00Z');
    const other = await setTask(test, { title: 'Second task', due: '2026-11-23' });
    expect(textOf(await test.type('specialist', 'digest'))).not.toContain('last two tasks');
    // Both are due, and reminders of both went out.
    await test.runUntil('2026-11-24T09:00:00Z');
    expect(other.dueOn).toBe('2026-11-23');
    expect(textOf(await test.type('specialist', 'digest'))).toContain(
      'has not replied to the last two tasks that were due',
    );
  });
});

describe('who is told, and when', () => {
  it('is said from what is planned: heads who had their message of the day hear tomorrow', async () => {
    const test = await begin();
    const { first } = await publish(test);
    // The heads have had their dates today.
    expect(await move(test, first.id, '2026-10-01')).toMatchObject({
      text: expect.stringContaining('The channel is told now, 6 heads on Fri 4 Sep, 08:00.'),
    });
  });

  it('waits for the channel to be set up', async () => {
    const test = await begin();
    await test.db.channel.deleteMany();
    expect(await fill(test, 'specialist', 'schedule plan')).toMatchObject({
      text: expect.stringContaining('6 heads are told now; the channel as soon as it is set up (type "setup" in it).'),
    });
  });

  it('waits for the bot to be in the channel', async () => {
    const test = await begin();
    test.messenger.before = (to) => {
      if (to.kind === 'channel') throw new DeliveryError('person', 'not_in_channel', { obstacle: 'not-in-channel' });
    };
    const { first } = await publish(test);
    await test.runUntil('2026-09-04T09:00:00+01:00');
    expect(await move(test, first.id, '2026-10-01')).toMatchObject({
      text: expect.stringContaining('6 heads are told now; the channel as soon as I am in it.'),
    });
  });
});

describe('cards of one day', () => {
  it('ask nothing where it says that there is nothing to answer, and give the news before the question', async () => {
    const test = await begin();
    const { first } = await publish(test);
    expect(sentTo(test, head).join()).not.toContain('nothing to answer');
    await test.runUntil('2026-09-14T18:00:00+01:00');
    await move(test, first.id, '2026-10-01');
    await test.runUntil('2026-09-15T09:00:00+01:00');
    const morning = sentTo(test, head).at(-1) ?? '';
    expect(morning).toContain('Is their cover arranged');
    expect(morning.indexOf('New date: Thu 1 Oct')).toBeGreaterThanOrEqual(0);
    expect(morning.indexOf('New date: Thu 1 Oct')).toBeLessThan(morning.indexOf('Is their cover arranged'));
  });
});

describe('a mixed answer about the commitments', () => {
  it('is partly, and the specialist reads each part', async () => {
    const test = await begin();
    await publish(test);
    await test.runUntil('2026-09-15T10:00:00+01:00');
    const form = await test.press(head, 'commitments.each', about(test, { halfTerm: '1' }));
    await handIn(test, head, form, { release: 'talk', leadership: 'partly' });
    await test.relay.run();
    expect(textOf(await test.type(head, 'commitments'))).toContain('“Partly” (you)');
    const told = sentTo(test, 'specialist').at(-1) ?? '';
    expect(told).toMatch(/To talk about: +Release days/u);
    expect(told).toMatch(/Partly: +The head’s meetings/u);
    expect(textOf(await test.type('hubLead', 'overview'))).toContain(
      'would like to talk about the commitments: Oakfield Primary',
    );
  });
});

describe('how many meetings took place', () => {
  it('counts those of which it is not recorded who came', async () => {
    const test = await begin();
    const { meetings } = await publish(test);
    await test.runUntil('2027-01-27T09:00:00Z');
    const present = test.group.members.filter(({ role }) => role === 'advocate').map(({ personId }) => personId);
    const args = { group: test.group.id, meeting: meetings[0]?.id ?? '' };
    await handIn(test, 'specialist', await test.press('specialist', 'meeting.attendance', args), { present });
    const card = textOf(await test.type(head, 'commitments'));
    expect(card).toContain('3 held; 2 of 2 places taken up; who came to 2 of them is not recorded');
    expect(textOf(await test.type('hubLead', 'overview'))).toContain('3 of 6 meetings');
  });
});

describe('who reads a reflection', () => {
  it('is the whole group once it is shared', async () => {
    const test = await begin();
    await publish(test);
    await test.runUntil('2026-09-30T09:00:00+01:00');
    const task = await setTask(test);
    const args = { group: test.group.id, task: task.id };
    const form = await test.press(advocate, 'task.reflect', args);
    expect(JSON.stringify(form)).toContain('Who reads this: you and Kate Winterbourne.');
    await handIn(test, advocate, form, { shared: true, status: 'didNotWork' });
    const again = JSON.stringify(await test.press(advocate, 'task.reflect', args));
    expect(again).not.toContain('Who reads this: you and Kate Winterbourne.');
    expect(again).toContain('Who reads this: the whole Work Group, heads included');
  });
});

describe('the opening of a half-term', () => {
  it('shows the task that was set since, and no task of another half-term', async () => {
    const test = await begin();
    await publish(test);
    await test.runUntil('2026-11-02T09:00:00Z');
    const opening = () => test.messenger.updated.findLast(({ card }) => card.title === 'Welcome back: Autumn 2');
    await setTask(test, { title: 'One bar model' });
    await test.relay.run();
    expect(JSON.stringify(opening()?.card)).toContain('One bar model');
    const first = test.messenger.updated.filter(({ card }) => card.title === 'Welcome back: Autumn 1');
    expect(JSON.stringify(first)).not.toContain('One bar model');
  });
});

describe('all groups on one page', () => {
  it('names each year that it shows', async () => {
    const test = await begin();
    await publish(test);
    await test.runUntil('2027-06-07T12:00:00+01:00');
    const form = await test.press('specialist', 'carry-on.record', { group: test.group.id });
    await handIn(test, 'specialist', form);
    const page = textOf(await test.type('hubLead', 'overview'));
    expect(page).toContain('All groups, 2026/27 and 2027/28');
    expect(page).toContain('Primary Mastery Work Group 3, 2027/28');
  });
});

describe('somebody whom the bot does not know', () => {
  it('is known to have been asked about', async () => {
    const test = await begin();
    expect(await appear(test, { groupId: undefined })).toMatchObject({ personId: undefined });
    expect(await appear(test)).toMatchObject({ asked: true });
    expect(await appear(test, { groupId: undefined })).toMatchObject({ asked: true });
  });
});

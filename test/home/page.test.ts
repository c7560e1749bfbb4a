import { describe, expect, it } from 'vitest';
import type { Card } from '../../cards/model.js';
import { renderText } from '../../src/render/plain-text.js';
import { newId } from '../../src/shared/ids.js';
import { advocate, begin, colleague, handIn, head, publish, setTask } from '../meetings/acting.js';
import type { TestRouter } from '../support/router.js';

async function pageOf(test: TestRouter, who: string): Promise<Card> {
  const reply = await test.type(who, 'home');
  if (reply.kind !== 'card') throw new Error(JSON.stringify(reply));
  return reply.card;
}

const textOf = async (test: TestRouter, who: string): Promise<string> => renderText(await pageOf(test, who));

/** What the page's buttons do, by what stands on them. */
const buttonsOf = (card: Card) =>
  new Map(
    card.body.flatMap((part) =>
      part.kind === 'actions' ? part.buttons.map(({ label, press, url }) => [label, press ?? url] as const) : [],
    ),
  );

async function pressOn(test: TestRouter, who: string, label: string) {
  const press = buttonsOf(await pageOf(test, who)).get(label);
  if (typeof press !== 'object') throw new Error(`nothing to press: ${label}`);
  return test.press(who, press.route, { ...press.args });
}

/** A second group of the same hub, with the first one's dates, schools and no people yet. */
async function addGroup(test: TestRouter, name: string): Promise<string> {
  const id = newId();
  const { members, calendar, schools, ...group } = test.group;
  await test.db.group.create({
    data: {
      id,
      hubId: group.hubId,
      name,
      programme: group.programme,
      schoolYear: group.schoolYear,
      calendarSecret: newId(),
      createdAt: test.clock.now(),
      schools: { create: schools.map((school, position) => ({ schoolId: school.id, position })) },
      halfTerms: { create: calendar.halfTerms.map((halfTerm) => ({ id: newId(), ...halfTerm })) },
    },
  });
  return id;
}

const join = (test: TestRouter, groupId: string, who: string, role: 'specialist' | 'advocate' | 'head' | 'hubLead') =>
  test.db.membership.create({
    data: { id: newId(), groupId, personId: test.personId(who), role, schoolId: null },
  });

describe('the page of a lead teacher', () => {
  it('asks whether they come, and says what they answered', async () => {
    const test = await begin();
    expect(await textOf(test, advocate)).toContain('Next meeting:  none planned');
    await publish(test);
    const before = await textOf(test, advocate);
    expect(before).toContain('Tue 29 Sep, 13:00, at Oakfield Primary');
    expect(before).toContain('Will you come on Tue 29 Sep?');
    expect(await pressOn(test, advocate, 'Not sure')).toMatchObject({ kind: 'done' });
    const after = await textOf(test, advocate);
    expect(after).toContain('Your answer:   Not sure');
    expect(after).not.toContain('Will you come on Tue 29 Sep?');
    expect(await pressOn(test, advocate, 'Change my answer')).toMatchObject({ kind: 'form' });
    // What a colleague answered is none of theirs.
    expect(await textOf(test, colleague)).toContain('Will you come on Tue 29 Sep?');
  });

  it('shows the gap task and their own reply, with its buttons', async () => {
    const test = await begin();
    await publish(test);
    expect(await textOf(test, advocate)).toContain('Gap task:  none at the moment');
    const task = await setTask(test);
    expect(await textOf(test, advocate)).toContain('One bar model, by');
    expect(await pressOn(test, advocate, 'Not yet')).toMatchObject({ kind: 'done' });
    expect(await textOf(test, advocate)).toContain('Your reply:  “not yet”');
    expect(await pressOn(test, advocate, 'Open my reflection')).toMatchObject({ kind: 'form' });
    expect(await textOf(test, colleague)).not.toContain('Your reply');
    // Nobody can reply once the meeting that opens with it has begun.
    const { startsAt } = await test.db.meeting.findFirstOrThrow({ where: { id: task.nextMeetingId ?? '' } });
    test.clock.set(startsAt);
    expect(await textOf(test, advocate)).toContain('Gap task:  none at the moment');
  });

  it('says what is sent to them next, and never what is sent to others', async () => {
    const test = await begin();
    await publish(test);
    const text = await textOf(test, advocate);
    expect(text).toContain('Tue 15 Sep, 08:30:  Will you come?');
    expect(text).toContain('Meeting reminder, in the channel');
    expect(text).not.toMatch(/Cover|digest|Margaret|Kate Winterbourne/u);
    expect(text.split('What I will send you next')[1]?.match(/\d\d:\d\d:/gu)).toHaveLength(5);
  });
});

describe('the page of a head', () => {
  it('asks about cover once they have been asked, and not after the answer', async () => {
    const test = await begin();
    await publish(test);
    expect(await textOf(test, head)).not.toContain('Is cover arranged');
    await test.runUntil('2026-09-08T09:00:00+01:00');
    expect(await textOf(test, head)).toContain(
      'Is cover arranged for Priya Nandakumar and Tom Hartwell on Tue 29 Sep?',
    );
    expect(await pressOn(test, head, 'Cover arranged')).toMatchObject({ kind: 'done' });
    const after = await textOf(test, head);
    expect(after).toContain('Cover:         arranged');
    expect(after).not.toContain('Is cover arranged');
    // The other schools are still asked.
    expect(await textOf(test, 'Helen Brackenbury')).toContain('Is cover arranged for Daniel Osei-Marsh');
  });

  it('says what was agreed, what they answered this half-term, and the release so far', async () => {
    const test = await begin();
    await publish(test);
    expect(await textOf(test, head)).toMatch(
      /What you agreed: +8 points\nYour answer for Autumn 1: +none yet\nRelease: +0 of 10 days used, 6 planned/u,
    );
    await test.runUntil('2026-09-30T09:00:00+01:00');
    const school = test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';
    await test.press(head, 'commitments.answer', { group: test.group.id, school, halfTerm: '1', answer: 'partly' });
    const present = ['Priya Nandakumar', 'Tom Hartwell'].map(test.personId);
    await handIn(test, 'specialist', await test.type('specialist', 'meeting attendance'), { present });
    expect(await textOf(test, head)).toMatch(/Autumn 1: +“Partly”\nRelease: +1 of 10 days used, 5 planned/u);
  });

  it('offers the way back to one who stood down, and little else', async () => {
    const test = await begin();
    await publish(test);
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    const text = await textOf(test, head);
    expect(text).toContain('this is no longer your role (head teacher)');
    expect(text).not.toMatch(/Next meeting|Cover|Pause|What I will send/u);
    expect(await pressOn(test, head, 'It is me after all')).toMatchObject({ kind: 'done' });
    expect(await textOf(test, head)).toContain('Next meeting');
  });
});

describe('the page of a head of department', () => {
  it('has the dates and the release of the own school, and no reflection, answer or question', async () => {
    const test = await begin(undefined, { file: 'secondary' });
    await publish(test);
    const task = await setTask(test);
    await test.press('advocate', 'task.reply', { group: test.group.id, task: task.id, reply: 'didNotWork' });
    await test.runUntil('2026-09-10T09:00:00+01:00');
    const text = await textOf(test, 'headOfDepartment');
    expect(text).toMatch(/After that: +\w{3} \d+ \w{3}, /u);
    expect(text).toContain('Release:  0 of 10 days used, 6 planned');
    expect(text).not.toMatch(/Gap task|repl|did not work|What you agreed|Is cover arranged/iu);
  });
});

describe('the page of a specialist', () => {
  it('shows a group at a glance, with buttons into it', async () => {
    const test = await begin();
    const { first } = await publish(test);
    const group = test.group.id;
    const task = await setTask(test);
    await test.press(advocate, 'meeting.answer', { group, meeting: first.id, answer: 'yes' });
    await test.press(colleague, 'meeting.answer', { group, meeting: first.id, answer: 'no' });
    await test.press(advocate, 'task.reply', { group, task: task.id, reply: 'notYet' });
    await test.press(head, 'meeting.cover', { group, meeting: first.id, answer: 'talk' });
    const card = await pageOf(test, 'specialist');
    expect(renderText(card)).toContain('1 yes · 1 no · 0 not sure');
    expect(renderText(card)).toContain('One head would like to talk about cover.');
    expect(card.body.filter((part) => part.kind === 'progress')).toEqual([
      { kind: 'progress', label: 'Schools that have answered about cover', done: 1, total: 6 },
      { kind: 'progress', label: 'Replies to the gap task', done: 1, total: 12 },
    ]);
    for (const label of ['Digest', 'Who has replied', 'What everyone gets next'])
      expect(await pressOn(test, 'specialist', label)).toMatchObject({ kind: 'card' });
    expect(renderText(card)).not.toContain('Will you come on');
  });

  it('names who could not be reached, until a message comes through', async () => {
    const test = await begin();
    await publish(test);
    test.messenger.before = (to) => {
      if (to.kind === 'person' && to.personId === test.personId(head)) throw new Error('gone away');
    };
    await test.runUntil('2026-09-12T09:00:00+01:00');
    expect(await test.db.delivery.count({ where: { status: 'failed' } })).toBeGreaterThan(0);
    expect(await textOf(test, 'specialist')).toContain('Could not be reached: Margaret Okonkwo.');
    expect(await textOf(test, 'hubLead')).toContain('Could not be reached: Margaret Okonkwo.');
    expect(await textOf(test, advocate)).not.toContain('could not be reached');
    test.messenger.before = () => {};
    await test.runUntil('2026-09-18T09:00:00+01:00');
    expect(await textOf(test, 'specialist')).not.toContain('Could not be reached');
  });

  it('has what only a specialist may open for a specialist only', async () => {
    const test = await begin();
    await publish(test);
    await setTask(test);
    const labels = [...buttonsOf(await pageOf(test, 'hubLead')).keys()];
    expect(labels).toEqual([
      'What everyone gets next',
      'All groups',
      'Who did what',
      'Pause messages',
      'My calendar',
      'New calendar address',
    ]);
  });
});

describe('the page of somebody with several parts', () => {
  it('has every group on it without asking which, and what is next across them', async () => {
    const test = await begin();
    await publish(test);
    const other = await addGroup(test, 'Early Years Work Group 1');
    await join(test, other, 'Kate Winterbourne', 'specialist');
    await join(test, other, advocate, 'advocate');
    const card = await pageOf(test, 'Kate Winterbourne');
    const headings = card.body.flatMap((part) => (part.kind === 'heading' ? [part.text] : []));
    expect(headings).toEqual(['Early Years Work Group 1', 'Primary Mastery Work Group 3', 'What I will send you next']);
    expect(await textOf(test, advocate)).toContain('Will you come?, Primary Mastery Work Group 3');
    expect(await pressOn(test, 'Kate Winterbourne', 'Plan the dates')).toMatchObject({ kind: 'form' });
  });

  it('shows each part once where one person has two in one group', async () => {
    const test = await begin();
    await publish(test);
    await setTask(test);
    await join(test, test.group.id, 'Kate Winterbourne', 'advocate');
    const text = await textOf(test, 'Kate Winterbourne');
    expect(text).toContain('Lead teacher, Specialist');
    for (const words of ['Next meeting:', 'Gap task:  ', 'Will you come on', 'Replies to the gap task'])
      expect(text.split(words), words).toHaveLength(2);
  });

  it('keeps the rest of the page for one who stood down in one group', async () => {
    const test = await begin();
    await publish(test);
    const other = await addGroup(test, 'Early Years Work Group 1');
    await join(test, other, head, 'hubLead');
    await test.submit(head, 'people.stand-down', { group: test.group.id }, {});
    const text = await textOf(test, head);
    expect(text).toContain('this is no longer your role');
    expect(text).toContain('Next meeting');
    expect(await pressOn(test, head, 'It is me after all')).toMatchObject({ kind: 'done' });
  });

  it('leaves out a group whose year has ended, unless there is no other', async () => {
    const test = await begin();
    const other = await addGroup(test, 'Last year');
    await test.db.halfTerm.updateMany({
      where: { groupId: other },
      data: { firstDay: '2025-09-02', lastDay: '2025-10-23' },
    });
    await join(test, other, advocate, 'advocate');
    expect(await textOf(test, advocate)).not.toContain('Last year');
    await test.db.membership.deleteMany({ where: { groupId: test.group.id, personId: test.personId(advocate) } });
    expect(await textOf(test, advocate)).toContain('Last year');
  });
});

describe('the page', () => {
  it('says when the next visit is, and what is still to plan', async () => {
    const test = await begin();
    const school = test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '';
    const kate = 'Kate Winterbourne';
    const form = await test.press(kate, 'visit.book', { group: test.group.id, school });
    await handIn(test, kate, form, { date: '2026-09-22', time: '09:00' });
    expect(await textOf(test, head)).toMatch(/Next visit: +Tue 22 Sep, 09:00\n/u);
    expect(await textOf(test, kate)).toMatch(/Next visit: +Tue 22 Sep, 09:00, Oakfield Primary; 5 to plan this term/u);
    expect(await textOf(test, 'Stephen Blackwood')).not.toContain('Next visit');
  });
});

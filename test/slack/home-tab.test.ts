import { describe, expect, it } from 'vitest';
import { checkCardModal, checkHome, checkModal } from '../render/check.js';
import type { SlackDriver } from '../support/slack-driver.js';
import { wordsOf } from '../support/slack-person.js';
import {
  begin,
  callsOf,
  colleague,
  head,
  inChannel,
  type Json,
  publish,
  setTask,
  specialist,
  teacher,
} from './acting.js';
import { answersTo } from './answers.js';

const sam = { name: 'Sam Fletcher', email: 'sam.fletcher@home.example' };

async function aTerm(): Promise<SlackDriver> {
  const slack = await begin({ strangers: [sam] });
  await publish(slack);
  await setTask(slack);
  await slack.waitUntil('2026-09-09 12:00');
  return slack;
}

const pagesOf = (slack: SlackDriver, who: string): Json[] =>
  callsOf(slack, 'views.publish', { user_id: slack.as(who).user }).map(({ body }) => body.view as Json);
const modals = (slack: SlackDriver): Json[] =>
  ['views.open', 'views.update'].flatMap((method) => callsOf(slack, method)).map(({ body }) => body.view as Json);

function expectWithinLimits(slack: SlackDriver): void {
  for (const { body } of callsOf(slack, 'views.publish')) expect(checkHome(body.view)).toEqual([]);
  for (const view of modals(slack)) expect('submit' in view ? checkModal(view) : checkCardModal(view)).toEqual([]);
  const refused = slack.api.calls.filter(({ method, answer }) => method.startsWith('views.') && answer.ok !== true);
  expect(refused.map(({ method, answer }) => [method, answer])).toEqual([]);
}

describe('the Home tab', () => {
  it('is each person’s own page', async () => {
    const slack = await aTerm();
    const lead = (await slack.as(specialist).openHome()).text;
    expect(lead).toContain('Hello, Kate Winterbourne');
    expect(lead).toMatch(/Who comes/u);
    const own = await slack.as(teacher).openHome();
    expect(own.text).toContain('Tue 29 Sep, 13:00');
    expect(own.text).toContain('One bar model');
    expect(own.text).toContain('What I will send you next');
    expect(own.buttons).toEqual(expect.arrayContaining(['Yes', 'No', 'Not sure', 'Pause messages']));
    const released = (await slack.as(head).openHome()).text;
    expect(released).toContain('Oakfield Primary');
    expect(released).toContain('Is cover arranged for Priya Nandakumar and Tom Hartwell');
    expect(released).not.toContain('Millpond');
    expect(own.text).not.toContain('Is cover arranged');
    expectWithinLimits(slack);
  });

  it('is drawn anew each time it is opened, and not when the messages are', async () => {
    const slack = await aTerm();
    await slack.as(teacher).openHome();
    await slack.as(teacher).press('Yes', 'Our meetings', 'channel');
    expect((await slack.as(teacher).openHome()).buttons).toContain('Change my answer');
    const before = pagesOf(slack, teacher).length;
    const { user } = slack.as(teacher);
    await slack.event({ type: 'app_home_opened', user, channel: 'D0', tab: 'messages', event_ts: '1.1' });
    expect(pagesOf(slack, teacher)).toHaveLength(before);
  });

  it('tells a stranger what to do, and nothing else', async () => {
    const slack = await aTerm();
    const page = await slack.as(sam.name).openHome();
    expect(page.text).toContain('I do not know you yet.');
    expect(page.text).not.toMatch(/Primary|Kate|Sep/u);
    expect(page.buttons).toEqual([]);
    expectWithinLimits(slack);
  });

  it('has both groups of somebody who is in two', async () => {
    const slack = await aTerm();
    const { db } = slack;
    const first = await db.group.findUniqueOrThrow({ where: { id: slack.groupId } });
    const second = { ...first, id: 'second', name: 'Primary Mastery Work Group 9', calendarSecret: 'second-secret' };
    await db.group.create({ data: second as typeof first });
    const personId = slack.personId(specialist);
    await db.membership.create({ data: { id: 'two', groupId: 'second', personId, role: 'specialist' } });
    const page = await slack.as(specialist).openHome();
    expect(page.text).toContain('Primary Mastery Work Group 3');
    expect(page.text).toContain('Primary Mastery Work Group 9');
    expectWithinLimits(slack);
  });
});

describe('a press on the Home tab', () => {
  it('does what it says, shows it there, and in the channel', async () => {
    const slack = await aTerm();
    const priya = slack.as(teacher);
    await priya.openHome();
    const answers = await answersTo(slack, () => priya.pressAtHome('Yes'));
    expect(answers.filter(({ to }) => to === priya.user).map(({ via }) => via)).toEqual(['home']);
    const page = wordsOf(pagesOf(slack, teacher).at(-1)?.blocks as Json[]);
    expect(page).toContain('✓ Thank you. You are coming on Tue 29 Sep, 13:00.');
    expect(page).toContain('Your answer');
    expect((await inChannel(slack, 'Our meetings'))[0]?.text).toContain('1 yes');
    expectWithinLimits(slack);
  });

  it('opens a form in a modal; the page shows what was handed in', async () => {
    const slack = await aTerm();
    const margaret = slack.as(head);
    await margaret.openHome();
    await margaret.pressAtHome('Pause messages');
    expect(margaret.form().title).toContain('Pause');
    const [field] = Object.keys(margaret.form().fields);
    await margaret.submit({ [field ?? '']: '2026-01-01' });
    expect(margaret.form().text).toContain('Please choose');
    const before = pagesOf(slack, head).length;
    await margaret.submit({ [field ?? '']: '2026-09-21' });
    const pages = pagesOf(slack, head).slice(before);
    expect(pages).toHaveLength(1);
    expect(wordsOf(pages[0]?.blocks as Json[])).toContain('again from Mon 21 Sep');
    // Nothing comes until then.
    const had = (await margaret.messages('direct')).length;
    await slack.waitUntil('2026-09-18 16:00');
    expect(await margaret.messages('direct')).toHaveLength(had);
    await slack.waitUntil('2026-09-21 12:00');
    expect((await margaret.messages('direct')).length).toBeGreaterThan(had);
    expectWithinLimits(slack);
  });

  it('opens a card in a modal, where a press shows what came of it and the page follows', async () => {
    const slack = await aTerm();
    const priya = slack.as(teacher);
    await priya.openHome();
    await priya.pressAtHome('Not yet');
    expect(priya.view().type).toBe('modal');
    expect(wordsOf(pagesOf(slack, teacher).at(-1)?.blocks as Json[])).toContain('“not yet”');
    const before = pagesOf(slack, teacher).length;
    await priya.pressInModal('Take it back');
    expect(wordsOf(priya.view().blocks as Json[])).toContain('Taken back');
    const pages = pagesOf(slack, teacher).slice(before);
    expect(pages).toHaveLength(1);
    expect(wordsOf(pages[0]?.blocks as Json[])).not.toContain('“not yet”');
    expectWithinLimits(slack);
  });

  it('on an answer opens the form with it, and the page follows', async () => {
    const slack = await aTerm();
    const priya = slack.as(teacher);
    await priya.openHome();
    await priya.pressAtHome('Yes');
    await priya.pressAtHome('Change my answer');
    await priya.submit({ [Object.keys(priya.form().fields)[0] ?? '']: 'No' });
    expect(wordsOf(pagesOf(slack, teacher).at(-1)?.blocks as Json[])).toMatch(/Your answer[\s|]*[^\n]*no/iu);
    expect((await inChannel(slack, 'Our meetings'))[0]?.text).toContain('0 yes · 1 no');
  });

  it('that is refused says why, without a tick', async () => {
    const slack = await aTerm();
    const priya = slack.as(teacher);
    const page = await priya.openHome();
    expect(page.buttons).toContain('Reflect');
    const task = await slack.db.gapTask.findFirstOrThrow();
    await slack.db.gapTask.update({ where: { id: task.id }, data: { status: 'withdrawn' } });
    const words = await priya.pressAtHome('Not yet');
    expect(words).not.toContain('✓');
    expectWithinLimits(slack);
  });

  it('is somebody’s own: another’s page does not change', async () => {
    const slack = await aTerm();
    await slack.as(teacher).openHome();
    const before = pagesOf(slack, colleague).length;
    await slack.as(teacher).pressAtHome('No');
    expect(pagesOf(slack, colleague)).toHaveLength(before);
  });
});

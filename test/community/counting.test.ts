import { describe, expect, it } from 'vitest';
import { asksSomething } from '../../src/edge/heard.js';
import { begin } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { createTalk, grace, kate, priya, tom } from './talking.js';

const counts = async (test: TestRouter) =>
  (await test.db.contribution.findMany({ include: { person: true } }))
    .map((row) => `${row.person.name} ${row.day}: ${row.messages}, ${row.replies}`)
    .sort();

onDatabase('what people write in the channel', (open) => {
  it('is counted by person and day of the group’s zone', async () => {
    const test = await begin(open);
    const { say } = createTalk(test);
    await say(priya, { at: '2026-09-07T10:00:00+01:00' });
    await say(priya, { at: '2026-09-07T22:59:00Z' });
    // Half past midnight in London.
    await say(priya, { at: '2026-09-07T23:30:00Z' });
    await say(kate, { at: '2026-09-07T12:00:00+01:00' });
    expect(await counts(test)).toEqual([
      'Kate Winterbourne 2026-09-07: 1, 0',
      'Priya Nandakumar 2026-09-07: 2, 0',
      'Priya Nandakumar 2026-09-08: 1, 0',
    ]);
  });

  it('is a reply in another’s thread, or as an answer, and not in one’s own', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    const asked = await talk.ask(priya, { at: '2026-09-03T07:00:00+01:00' });
    await talk.say(priya, { under: asked });
    await talk.say(tom, { under: asked });
    await talk.say(tom, { under: 'a message of the bot' });
    await talk.ask(grace);
    await talk.say(tom);
    await talk.say(tom);
    expect(await counts(test)).toEqual([
      'Grace Adeyinka 2026-09-03: 1, 0',
      'Priya Nandakumar 2026-09-03: 2, 0',
      'Tom Hartwell 2026-09-03: 4, 3',
    ]);
  });

  it('takes the beginning of a thread for what it is, though a platform names it its own thread', async () => {
    const test = await begin(open);
    await test.hear({
      groupId: test.group.id,
      personId: test.personId(priya),
      ref: 'first',
      under: 'first',
      at: test.clock.now(),
      asks: true,
    });
    expect(await counts(test)).toEqual(['Priya Nandakumar 2026-09-03: 1, 0']);
    expect(await test.db.question.count()).toBe(1);
  });

  it('loses none of many at once', async () => {
    const test = await begin(open);
    const talk = createTalk(test);
    await Promise.all(Array.from({ length: 12 }, (_, index) => talk.say(index % 2 === 0 ? priya : tom)));
    expect(await counts(test)).toEqual(['Priya Nandakumar 2026-09-03: 6, 0', 'Tom Hartwell 2026-09-03: 6, 0']);
  });

  it('is not counted of somebody who is not in the group, and counts nothing twice for one question', async () => {
    const test = await begin(open);
    const stranger = await test.db.person.create({
      data: { id: 'stranger', hubId: test.group.hubId, name: 'Sam', email: 'sam@x.example', calendarSecret: 's' },
    });
    await test.hear({
      groupId: test.group.id,
      personId: stranger.id,
      ref: 'x',
      at: test.clock.now(),
      asks: true,
    });
    expect(await counts(test)).toEqual([]);
    expect(await test.db.question.count()).toBe(0);

    const heard = {
      groupId: test.group.id,
      personId: test.personId(priya),
      ref: 'twice',
      at: test.clock.now(),
      asks: true,
    };
    await test.hear(heard);
    await test.hear(heard);
    expect(await counts(test)).toEqual(['Priya Nandakumar 2026-09-03: 1, 0']);
    expect(await test.db.question.count()).toBe(1);
  });
});

describe('a question', () => {
  it.each([
    ['Who has tried it?', true],
    ['Has anybody tried it? I did.', true],
    ['Really?!', true],
    ['“Why?”, she asked', false],
    ['She asked “Why?”', true],
    ['(Does it work?)', true],
    ['Look at https://example.org/?a=b', false],
    ['Look at https://example.org/?', true],
    ['Why\nnot?\nTell me.', true],
    ['No question at all.', false],
    ['', false],
    ['a?b', false],
  ])('%j: %s', (text, asks) => {
    expect(asksSomething(text)).toBe(asks);
  });
});

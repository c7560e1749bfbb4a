import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { renderText } from '../../src/render/plain-text.js';
import { advocate, begin, faultsOf, handIn, head } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

const argsOf = (test: TestRouter) => ({
  group: test.group.id,
  school: test.group.schools.find(({ name }) => name === 'Oakfield Primary')?.id ?? '',
});

const add = async (test: TestRouter, who: string, changes: Record<string, unknown> = {}): Promise<Reply> =>
  handIn(test, who, await test.press(who, 'plan.add', argsOf(test)), { text: 'Plan together in Year 4', ...changes });

onDatabase('an action plan', (open) => {
  it('is added to, ticked, changed and taken from by the school and the specialist, with a way back', async () => {
    const test = await begin(open);
    const owner = test.personId('Tom Hartwell');
    expect(await add(test, advocate, { owner, due: '2026-10-09' })).toMatchObject({ kind: 'done' });
    expect(await add(test, 'specialist', { text: 'Look at the books' })).toMatchObject({ kind: 'done' });
    const card = textOf(await test.type(head, 'action plan'));
    expect(card).toMatch(/Plan together in Year 4\nTom Hartwell, by Fri 9 Oct/u);
    expect(card).toMatch(/Look at the books\ntogether/u);
    expect(card).toContain('0 of 2');

    const step = await test.db.actionStep.findFirstOrThrow({ where: { text: 'Plan together in Year 4' } });
    const args = { group: test.group.id, step: step.id };
    expect(await test.press(head, 'plan.tick', args)).toMatchObject({
      kind: 'done',
      text: 'Done: Plan together in Year 4',
    });
    expect(await test.press(head, 'plan.tick', args)).toMatchObject({ text: 'That is done already.' });
    expect(textOf(await test.type(advocate, 'action plan'))).toMatch(
      /✓ Plan together in Year 4 \(Thu 3 Sep, Margaret Okonkwo\)/u,
    );
    expect(await test.press(advocate, 'plan.untick', args)).toMatchObject({ kind: 'done' });

    const change = await test.press(advocate, 'plan.change', args);
    expect(await handIn(test, advocate, change, { text: 'Plan in Year 5' })).toMatchObject({ kind: 'done' });
    await test.press(advocate, 'plan.back', { ...args, text: step.text, owner, due: '2026-10-09' });
    expect(await test.db.actionStep.findUniqueOrThrow({ where: { id: step.id } })).toMatchObject({
      text: 'Plan together in Year 4',
      ownerId: owner,
      dueOn: '2026-10-09',
    });
    expect(await test.press(advocate, 'plan.drop', args)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type(head, 'action plan'))).not.toContain('Year 4');
    expect(await test.press(advocate, 'plan.keep', args)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type(head, 'action plan'))).toContain('Year 4');

    // A day that has passed is said on the card, and chases nobody.
    await test.runUntil('2026-10-20T12:00:00+01:00');
    expect(textOf(await test.type(head, 'action plan'))).toContain('was for Fri 9 Oct');
    expect(textOf(await test.type('specialist', 'action plan'))).toContain('0 of 2');
  });
});

describe('a step', () => {
  it.each([
    [{ text: '' }, { text: 'Please say what the school will do.' }],
    [{ text: 'x'.repeat(301) }, { text: expect.stringContaining('That is 301 characters') }],
    [{ due: '2026-09-01' }, { due: 'Tue 1 Sep has passed. Please choose a later day.' }],
    [{ due: 'soon' }, { due: expect.stringContaining('is not a date') }],
    [{ owner: 'nobody' }, { owner: expect.stringContaining('Please choose again') }],
  ])('cannot be %j', async (changes, faults) => {
    const test = await begin();
    expect(faultsOf(await add(test, advocate, changes))).toEqual(faults);
    expect(await test.db.actionStep.count()).toBe(0);
  });

  it('of another school is out of reach, and so is the same one twice', async () => {
    const test = await begin();
    await add(test, advocate);
    expect(faultsOf(await add(test, head, { text: 'plan together in year 4' }))).toEqual({
      text: 'This step is in the plan already.',
    });
    const [step] = await test.db.actionStep.findMany();
    const other = 'Stephen Blackwood';
    for (const route of ['plan.tick', 'plan.drop', 'plan.change']) {
      expect(await test.press(other, route, { group: test.group.id, step: step?.id ?? '' })).toMatchObject({
        kind: 'refused',
      });
    }
    expect(await test.press(other, 'plan.add', argsOf(test))).toMatchObject({ kind: 'refused' });
    expect(await test.press(other, 'plan.show', argsOf(test))).toMatchObject({ kind: 'refused' });
    expect(await test.db.actionStep.findMany()).toMatchObject([{ doneAt: null, droppedAt: null }]);
  });
});

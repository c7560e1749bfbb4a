import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/edge/reply.js';
import { programmes } from '../../src/features/programmes/programmes.js';
import { renderText } from '../../src/render/plain-text.js';
import { advocate, begin, faultsOf, fieldsOf, handIn, head } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const textOf = (reply: Reply): string =>
  'card' in reply && reply.card ? renderText(reply.card) : JSON.stringify(reply);

const note = async (test: TestRouter, who: string, changes: Record<string, unknown> = {}): Promise<Reply> =>
  handIn(test, who, await test.press(who, 'evidence.note', { group: test.group.id }), {
    what: 'whole-school/textbooks',
    words: 'Ordered for Year 3',
    ...changes,
  });

onDatabase('evidence', (open) => {
  it('that no record shows is noted, shown with the commitment, and taken back', async () => {
    const test = await begin(open);
    expect(await note(test, head)).toMatchObject({
      kind: 'done',
      text: 'Noted for Oakfield Primary: Ordered for Year 3',
    });
    expect(textOf(await test.type(advocate, 'evidence'))).toContain('Textbooks were ordered. Ordered for Year 3');
    expect(textOf(await test.type(head, 'commitments'))).toContain('Textbooks: Ordered for Year 3 (Thu 3 Sep)');
    expect(textOf(await test.type('Stephen Blackwood', 'evidence'))).not.toContain('Ordered for Year 3');
    const { id } = await test.db.commitmentNote.findFirstOrThrow();
    const args = { group: test.group.id, note: id };
    expect(await test.press('Stephen Blackwood', 'evidence.undo', args)).toMatchObject({ kind: 'refused' });
    expect(await test.press(advocate, 'evidence.undo', args)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type(head, 'commitments'))).not.toContain('Ordered for Year 3');
    expect(await test.press(advocate, 'evidence.redo', args)).toMatchObject({ kind: 'done' });
    expect(textOf(await test.type('hubLead', 'evidence'))).toContain('Ordered for Year 3');
  });
});

describe('evidence', () => {
  it.each([
    [{ what: 'release/textbooks' }, { what: expect.stringContaining('counts no such evidence') }],
    [{ day: '2026-09-30' }, { day: 'Wed 30 Sep 2026 is still to come.' }],
    [{ day: '2020-09-30' }, { day: expect.stringContaining('Is the year right?') }],
    [{ words: '' }, { words: 'Please say in a few words what there is.' }],
  ])('cannot be %j', async (changes, faults) => {
    const test = await begin();
    expect(faultsOf(await note(test, head, changes))).toEqual(faults);
    expect(await test.db.commitmentNote.count()).toBe(0);
  });

  it('is asked of the specialist school by school, and of nobody where the programme counts none', async () => {
    const test = await begin();
    const form = await test.press('specialist', 'evidence.note', { group: test.group.id });
    expect(fieldsOf(form).map(({ name }) => name)).toEqual(['school', 'what', 'day', 'words']);
    expect(faultsOf(await handIn(test, 'specialist', form, { school: 'elsewhere', words: 'Sent' }))).toEqual({
      school: expect.stringContaining('not in this Work Group'),
    });
    const template = JSON.stringify(programmes.find(({ id }) => id === 'core-maths'));
    await test.db.group.update({ where: { id: test.group.id }, data: { template } });
    expect(await test.type(head, 'evidence')).toMatchObject({ kind: 'refused' });
  });
});

import { describe, expect, it } from 'vitest';
import { actions, button, type Card, type Element, type Form } from '../../cards/model.js';
import { renderFaults, renderMessage, renderModal } from '../../src/render/block-kit.js';
import { checkBlockKitMessage, checkModal } from './check.js';
import { samples } from './samples.js';

const cardOf = (...body: Element[]): Card => ({ kind: 'card', title: 'Title', summary: 'Summary', body });
const typesOf = (card: Card) => renderMessage(card).blocks.map((block) => block.type);
const tableOf = (rows: number, columns = 2): Element => ({
  kind: 'table',
  caption: '',
  columns: Array.from({ length: columns }, (_, i) => `Column ${i}`),
  rows: Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, () => [`${i}`])),
});

describe('a message', () => {
  it('has one table block; the next table and the rows past the hundredth are lists', () => {
    expect(typesOf(cardOf(tableOf(3), tableOf(3)))).toEqual(['header', 'table', 'rich_text']);
    expect(typesOf(cardOf(tableOf(99)))).toEqual(['header', 'table']);
    expect(typesOf(cardOf(tableOf(120)))).toEqual(['header', 'table', 'rich_text']);
    expect(typesOf(cardOf(tableOf(3, 21)))).toEqual(['header', 'rich_text']);
  });

  it('tells its buttons apart and carries route and arguments', () => {
    const buttons = Array.from({ length: 27 }, () => button('Go', 'meetings.move', { meeting: 'm1' }));
    const message = renderMessage(cardOf(actions(...buttons)));
    expect(checkBlockKitMessage(message)).toEqual([]);
    expect(message.blocks.map((block) => block.type)).toEqual(['header', 'actions', 'actions']);
    expect(message.blocks[2]).toMatchObject({
      elements: [
        { action_id: 'meetings.move:25', value: '{"route":"meetings.move","args":{"meeting":"m1"}}' },
        { action_id: 'meetings.move:26' },
      ],
    });
  });

  it('refuses loudly what a button cannot carry', () => {
    const card = cardOf(actions(button('Go', 'a.b', { everything: 'x'.repeat(2000) })));
    expect(() => renderMessage(card)).toThrow(RangeError);
  });

  it('with too many parts keeps the last buttons and says how many are missing', () => {
    const message = renderMessage(
      cardOf(
        ...Array.from({ length: 80 }, () => ({ kind: 'text', text: ['x'] }) as const),
        actions(button('Go', 'a.b', {})),
      ),
    );
    expect(checkBlockKitMessage(message)).toEqual([]);
    expect(message.blocks).toHaveLength(50);
    expect(message.blocks.at(-2)?.type).toBe('actions');
    expect(JSON.stringify(message.blocks.at(-1))).toContain('Not shown here: 33 more parts.');
  });
});

describe('a modal', () => {
  it('shows each fault beside its field and the fault of the whole on top', () => {
    const form = samples.reflection as Form;
    expect(renderFaults(form)).toEqual({ class: 'Please say which class.', taught: 'That is in half-term.' });
    const { blocks } = renderModal(form);
    expect(JSON.stringify(blocks[0])).toContain('⚠ Two answers need another look.');
    expect(blocks.find((block) => block.block_id === 'taught')).toMatchObject({
      hint: { text: '⚠ That is in half-term.\nA school day.' },
      element: { type: 'datepicker', initial_date: '2026-11-18' },
    });
  });

  it('can be kept: a button at its end carries the route', () => {
    expect(renderModal(samples.reflection as Form).blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        {
          action_id: 'gap-tasks.reflect:keep',
          value: '{"route":"gap-tasks.reflect","args":{"task":"t1"},"keep":true}',
        },
      ],
    });
  });

  it('groups choices when there are more than a list holds', () => {
    const choices = Array.from({ length: 250 }, (_, i) => ({ value: `${i}`, label: `School ${i}` }));
    const modal = renderModal({
      kind: 'form',
      title: 'A title that is longer than a modal allows',
      submit: { route: 'a.b', args: {}, label: 'Send' },
      body: [{ kind: 'select', name: 'school', label: 'School', value: '249', choices }],
    });
    expect(checkModal(modal)).toEqual([]);
    expect(modal.title.text).toBe('A title that is longer…');
    expect(modal.blocks[0]).toMatchObject({
      type: 'header',
      text: { text: 'A title that is longer than a modal allows' },
    });
    expect(modal.blocks[1]).toMatchObject({
      element: {
        option_groups: [{}, {}, { label: { text: 'School 200 – School 249' } }],
        initial_option: { value: '249' },
      },
    });
  });
});

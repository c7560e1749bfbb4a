import { describe, expect, it } from 'vitest';
import { actions, button, type Card, type Element, type Form } from '../../cards/model.js';
import { renderCardModal, renderFaults, renderHome, renderMessage, renderModal } from '../../src/render/block-kit.js';
import { checkBlockKitMessage, checkCardModal, checkHome, checkModal } from './check.js';
import { samples } from './samples.js';

const cardOf = (...body: Element[]): Card => ({ kind: 'card', title: 'Title', summary: 'Summary', body });
const typesOf = (card: Card) => renderMessage(card).blocks.map((block) => block.type);
const tableOf = (rows: number, columns = 2): Element => ({
  kind: 'table',
  caption: '',
  columns: Array.from({ length: columns }, (_, i) => `Column ${i}`),
  rows: Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, () => [`${i}`])),
});

const chartOf = (bars: number, label = (i: number) => `Bar ${i}`, title = 'Replies'): Element => ({
  kind: 'chart',
  title,
  bars: Array.from({ length: bars }, (_, i) => ({ label: label(i), value: i })),
});

describe('a message', () => {
  it('has one table block; the next table and the rows past the hundredth are lists', () => {
    expect(typesOf(cardOf(tableOf(3), tableOf(3)))).toEqual(['header', 'table', 'rich_text']);
    expect(typesOf(cardOf(tableOf(99)))).toEqual(['header', 'table']);
    expect(typesOf(cardOf(tableOf(120)))).toEqual(['header', 'table', 'rich_text']);
    expect(typesOf(cardOf(tableOf(3, 21)))).toEqual(['header', 'rich_text']);
  });

  it('has charts of Slack’s own', () => {
    const message = renderMessage(cardOf(chartOf(3)));
    expect(checkBlockKitMessage(message)).toEqual([]);
    expect(message.blocks[1]).toEqual({
      type: 'data_visualization',
      title: 'Replies',
      chart: {
        type: 'bar',
        series: [
          {
            name: 'How many',
            data: [
              { label: 'Bar 0', value: 0 },
              { label: 'Bar 1', value: 1 },
              { label: 'Bar 2', value: 2 },
            ],
          },
        ],
        axis_config: { categories: ['Bar 0', 'Bar 1', 'Bar 2'] },
      },
    });
  });

  it('draws in words what a chart of Slack’s could not hold whole', () => {
    const native = ['header', 'data_visualization'];
    const words = ['header', 'rich_text'];
    expect(typesOf(cardOf(chartOf(20)))).toEqual(native);
    expect(typesOf(cardOf(chartOf(21)))).toEqual(words);
    expect(typesOf(cardOf(chartOf(0)))).toEqual(words);
    expect(typesOf(cardOf(chartOf(2, (i) => `${i}`.padEnd(20, 'x'))))).toEqual(native);
    expect(typesOf(cardOf(chartOf(2, (i) => `${i}`.padEnd(21, 'x'))))).toEqual(words);
    expect(typesOf(cardOf(chartOf(2, () => 'the same')))).toEqual(words);
    expect(typesOf(cardOf(chartOf(2, (i) => (i === 0 ? 'a  b' : 'a b'))))).toEqual(words);
    expect(typesOf(cardOf(chartOf(1, () => '\n')))).toEqual(words);
    expect(typesOf(cardOf(chartOf(2, undefined, 'T'.repeat(51))))).toEqual(words);
    expect(JSON.stringify(renderMessage(cardOf(chartOf(21))))).toContain('Bar 20');
  });

  it('has two charts of Slack’s; the third is drawn in words', () => {
    const message = renderMessage(cardOf(chartOf(21), chartOf(1), chartOf(2), chartOf(3)));
    expect(checkBlockKitMessage(message)).toEqual([]);
    expect(message.blocks.map((block) => block.type)).toEqual([
      'header',
      'rich_text',
      'data_visualization',
      'data_visualization',
      'rich_text',
    ]);
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

  it('says “optional” beside a menu only while nothing in it is chosen', () => {
    const choices = [{ value: 'yes', label: 'Yes' }];
    const { blocks } = renderModal({
      kind: 'form',
      title: 'Title',
      submit: { route: 'a.b', args: {}, label: 'Send' },
      body: [
        { kind: 'select', name: 'chosen', label: 'Chosen', value: 'yes', choices },
        { kind: 'select', name: 'open', label: 'Open', choices },
        { kind: 'select', name: 'unknown', label: 'Unknown', value: 'no', choices },
        { kind: 'multi-select', name: 'several', label: 'Several', value: ['yes'], choices },
        { kind: 'text', name: 'words', label: 'Words', value: 'yes' },
      ],
    });
    expect(blocks.map(({ optional }) => optional)).toEqual([false, true, true, true, true]);
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

describe('a card on the Home tab or in a modal', () => {
  const card = cardOf(tableOf(3), chartOf(3), actions(button('Go', 'a.b', { c: 'd' })));

  it('has its table and chart in words, and its buttons alive', () => {
    for (const view of [renderHome(card), renderCardModal(card)]) {
      expect(view.blocks.map((block) => block.type).slice(-3)).toEqual(['rich_text', 'rich_text', 'actions']);
      expect(JSON.stringify(view.blocks)).toContain('Column 1');
      expect(JSON.stringify(view.blocks)).toContain('Bar 2');
      expect(view.blocks.at(-1)).toMatchObject({
        elements: [{ action_id: 'a.b:0', value: '{"route":"a.b","args":{"c":"d"}}' }],
      });
    }
    expect(checkHome(renderHome(card))).toEqual([]);
    expect(checkCardModal(renderCardModal(card))).toEqual([]);
  });

  it('says its title once', () => {
    expect(renderHome(card).blocks[0]).toMatchObject({ type: 'header', text: { text: 'Title' } });
    const short = renderCardModal(card);
    expect(short).toMatchObject({ title: { text: 'Title' }, close: { text: 'Close' } });
    expect(short.blocks[0]?.type).toBe('rich_text');
    const long = renderCardModal({ ...card, title: 'What the schools agreed, and how it stands' });
    expect(long.title.text).toBe('What the schools agreed…');
    expect(long.blocks[0]).toMatchObject({ text: { text: 'What the schools agreed, and how it stands' } });
  });

  it('with too many parts keeps the last buttons and says how many are missing', () => {
    const many = cardOf(
      ...Array.from({ length: 180 }, () => ({ kind: 'text', text: ['x'] }) as const),
      actions(button('Go', 'a.b', {})),
    );
    for (const view of [renderHome(many), renderCardModal(many)]) {
      expect(view.blocks).toHaveLength(100);
      expect(view.blocks.at(-2)?.type).toBe('actions');
      expect(JSON.stringify(view.blocks.at(-1))).toMatch(/Not shown here: 8\d more parts/u);
    }
  });
});

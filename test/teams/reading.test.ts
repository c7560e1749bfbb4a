import { describe, expect, it } from 'vitest';
import {
  actions,
  bold,
  button,
  type Card,
  type Field,
  type Form,
  facts,
  link,
  notice,
  quiet,
  text,
} from '../../cards/model.js';
import { renderCard, renderForm } from '../../src/render/adaptive-card.js';
import {
  actionsOf,
  fillAll,
  hasHeading,
  heldBy,
  inputsOf,
  labelOf,
  labelsOf,
  objection,
  opensDialog,
  sentBy,
  wordsOf,
} from '../support/teams-words.js';

type Json = Record<string, unknown>;

const card: Card = {
  kind: 'card',
  title: '1. Our *meetings*',
  summary: 'Meetings',
  body: [
    text('Where: ', bold('Hall_2'), ', ', link('a map', 'https://example.org/(1)')),
    quiet('- not a list'),
    facts(['Date_', 'Tue 24 Nov, ', link('more', 'https://example.org')]),
    {
      kind: 'table',
      caption: 'Who comes',
      columns: ['School', 'Yes'],
      rows: [[['Oakfield'], ['2']], [['Millpond']]],
    },
    notice('good', 'Saved.'),
    actions(button('Yes', 'meeting.answer', { answer: 'yes' }), button('Change', 'meeting.change', {})),
  ],
};

const fields: Field[] = [
  { kind: 'text', name: 'title', label: 'Title', required: true, hint: 'A few words.' },
  { kind: 'date', name: 'date', label: 'Date', value: '2026-11-24', min: '2026-11-01', max: '2026-12-18' },
  { kind: 'number', name: 'count', label: 'How many', min: 1, max: 30 },
  {
    kind: 'select',
    name: 'school',
    label: 'School',
    value: 'b',
    choices: [
      { value: 'a', label: 'Oakfield_Primary' },
      { value: 'b', label: 'Millpond' },
    ],
  },
  {
    kind: 'multi-select',
    name: 'ideas',
    label: 'Big Ideas',
    choices: [
      { value: 'x,y', label: '*Variation*' },
      { value: 'z', label: 'Fluency' },
    ],
  },
  { kind: 'toggle', name: 'shared', label: 'Sharing', text: 'The group may read it' },
];
const form = (more: Partial<Form> = {}): Json =>
  renderForm({
    kind: 'form',
    title: 'Plan',
    body: fields,
    submit: { route: 'plan', args: {}, label: 'Save' },
    ...more,
  }) as unknown as Json;

describe('a card, as a person in the tests reads it', () => {
  const drawn = renderCard(card) as unknown as Json;

  it('says its words in reading order, without Markdown', () => {
    expect(wordsOf(drawn).split('\n')).toEqual([
      '1. Our *meetings*',
      'Where: Hall_2, a map',
      '- not a list',
      'Date_ Tue 24 Nov, more',
      'Who comes',
      'School | Yes',
      'Oakfield | 2',
      'Millpond | ',
      '✓ Saved.',
    ]);
    expect(hasHeading(drawn)).toBe(true);
  });

  it('reads a chart of Teams’ own, and not what stands in for it', () => {
    const chart = {
      type: 'Chart.HorizontalBar',
      title: 'By school',
      data: [{ x: 'Oakfield', y: 2 }],
      fallback: { type: 'Container', items: [{ type: 'TextBlock', text: 'Oakfield: 2' }] },
    };
    const word = (text: string) => ({ type: 'Column', items: [{ type: 'RichTextBlock', inlines: [text] }] });
    const bar = { type: 'ColumnSet', columns: [word('Millpond'), { type: 'Column', items: [] }, word('1')] };
    expect(wordsOf({ type: 'AdaptiveCard', body: [chart, bar] })).toBe('By school\nOakfield 2\nMillpond 1');
  });

  it('has the buttons that are seen: neither links in words nor what Teams presses by itself', () => {
    const refresh = { action: { type: 'Action.Execute', verb: 'refresh' }, userIds: ['29:1'] };
    expect(labelsOf({ ...drawn, refresh })).toEqual(['Yes', 'Change']);
    const opening = { type: 'Action.Submit', data: { msteams: { type: 'task/fetch' } } };
    expect([...actionsOf(drawn), opening].map(opensDialog)).toEqual([false, false, true]);
  });
});

describe('a form, as a person in the tests fills it in', () => {
  it('names its fields and what they hold', () => {
    const filled = form({
      body: fields.map((field) => (field.kind === 'multi-select' ? { ...field, value: ['x,y'] } : field)),
    });
    expect(Object.fromEntries(inputsOf(filled).map((input) => [labelOf(input), heldBy(input)]))).toEqual({
      Title: undefined,
      Date: '2026-11-24',
      'How many': undefined,
      School: 'b',
      'Big Ideas': ['x,y'],
      Sharing: 'false',
    });
    expect(wordsOf(filled)).toContain('Big Ideas\n*Variation*\nFluency\nSharing\nThe group may read it');
    const kept = form({ keep: { label: 'Keep' } });
    expect(labelOf(inputsOf(kept)[0] ?? {})).toBe('Title');
  });

  it('sends what was chosen by what one reads, as Teams sends it', () => {
    const values = {
      Title: 'Bars',
      School: 'Oakfield_Primary',
      'Big Id': ['*Variation*', 'Fluency'],
      Sharing: true,
      'How many': 3,
    };
    expect(sentBy(fillAll(form(), values))).toEqual({
      title: 'Bars',
      date: '2026-11-24',
      count: '3',
      school: 'a',
      ideas: 'x%2Cy,z',
      shared: 'true',
    });
    const half = form();
    expect(sentBy(fillAll(half, { Date: '' }))).toEqual({ title: '', school: 'b', shared: 'false' });
    expect(sentBy(fillAll(half, { Title: 'Bars' }))).toEqual({ title: 'Bars', school: 'b', shared: 'false' });
  });

  it('knows neither fields nor choices that are not there', () => {
    expect(() => fillAll(form(), { Colour: 'red' })).toThrow('no field “Colour” among Title, Date');
    expect(() => fillAll(form(), { School: 'Kingfisher' })).toThrow('no choice “Kingfisher”');
  });

  it.each([
    [{}, 'Title'],
    [{ Title: 'x', Date: '2026-10-31' }, 'Date'],
    [{ Title: 'x', Date: '2026-12-19' }, 'Date'],
    [{ Title: 'x', 'How many': 0 }, 'How many'],
    [{ Title: 'x', 'How many': 'many' }, 'How many'],
    [{ Title: 'x', Date: '2026-11-01', 'How many': 30 }, undefined],
    [{ Title: 'x', Date: '', 'How many': '' }, undefined],
  ])('is not sent by the client with %o', (values, wrong) => {
    const refused = fillAll(form(), values).find((input) => objection(input) !== undefined);
    expect(refused && labelOf(refused)).toBe(wrong);
  });
});

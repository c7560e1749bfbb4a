import { describe, expect, it } from 'vitest';
import { actions, button, type Card, type Element, type Form, facts, text } from '../../cards/model.js';
import { renderCard, renderDialogCard } from '../../src/render/adaptive-card.js';
import { sizeDialog } from '../../src/render/dialog-size.js';
import { teams } from '../../src/render/limits.js';
import { walk } from './check.js';
import { samples } from './samples.js';

type Json = Record<string, unknown>;

const cardOf = (...body: Element[]): Card => ({ kind: 'card', title: 'Title', summary: 'Summary', body });
const buttons = cardOf(
  actions(button('Move', 'meeting.move', { meeting: 'm1' }), button('Yes', 'meeting.answer', { answer: 'yes' })),
);

/** All parts of a type, in their order. */
function partsOf(json: unknown, type: string): Json[] {
  const parts: Json[] = [];
  walk(json, (part) => part.type === type && parts.push(part));
  return parts;
}

describe('a press on a card in a conversation', () => {
  it('opens a dialog where its route opens something, and acts in place where it only acts', () => {
    const from = { route: 'meeting.list', args: { group: 'g1' } };
    const json = renderCard(buttons, { opens: (route) => route === 'meeting.move', from });
    expect(json.body.at(-1)?.actions).toEqual([
      {
        type: 'Action.Submit',
        title: 'Move',
        data: { msteams: { type: 'task/fetch' }, workgroup: { route: 'meeting.move', args: { meeting: 'm1' } } },
      },
      {
        type: 'Action.Execute',
        title: 'Yes',
        verb: 'meeting.answer',
        data: { workgroup: { route: 'meeting.answer', args: { answer: 'yes' }, from } },
      },
    ]);
  });

  it('acts in place where nobody says what opens', () => {
    expect(partsOf(renderCard(buttons).body, 'Action.Execute').map(({ data }) => data)).toEqual([
      { workgroup: { route: 'meeting.move', args: { meeting: 'm1' } } },
      { workgroup: { route: 'meeting.answer', args: { answer: 'yes' } } },
    ]);
  });
});

describe('a card that looks different to each', () => {
  it('names at most sixty people', () => {
    const users = Array.from({ length: 70 }, (_, i) => `29:${i}`);
    expect(renderCard(buttons, { refresh: users }).refresh).toEqual({
      action: { type: 'Action.Execute', verb: 'refresh', data: { workgroup: { refresh: true } } },
      userIds: users.slice(0, 60),
    });
    expect(renderCard(buttons)).not.toHaveProperty('refresh');
  });

  it('is cut where words and people together are too long, and says so', () => {
    const users = Array.from({ length: 60 }, (_, i) => `29:${'x'.repeat(80)}${i}`);
    const long = cardOf(text('word '.repeat(5000)), ...buttons.body);
    const json = renderCard(long, { refresh: users, from: { route: 'a.b', args: { words: 'y'.repeat(300) } } });
    const bytes = Buffer.byteLength(JSON.stringify(json));
    expect(bytes).toBeLessThanOrEqual(teams.cardBytes);
    expect(bytes).toBeGreaterThan(teams.cardBytes - 500);
    expect(JSON.stringify(json)).toContain('Not shown here: about');
  });
});

it('in a dialog every press is submitted without the fields, and the last one closes it', () => {
  const json = renderDialogCard(buttons);
  expect(partsOf(json, 'Action.Submit')).toEqual([
    {
      type: 'Action.Submit',
      title: 'Move',
      data: { workgroup: { route: 'meeting.move', args: { meeting: 'm1' } } },
      associatedInputs: 'none',
    },
    {
      type: 'Action.Submit',
      title: 'Yes',
      data: { workgroup: { route: 'meeting.answer', args: { answer: 'yes' } } },
      associatedInputs: 'none',
    },
    { type: 'Action.Submit', title: 'Close', data: { workgroup: { close: true } } },
  ]);
  expect(json.actions).toHaveLength(1);
  expect(partsOf(json, 'Action.Execute')).toEqual([]);
});

describe('a chart', () => {
  const chartOf = (...bars: [label: string, value: number][]) =>
    renderCard(
      cardOf({ kind: 'chart', title: 'Messages', bars: bars.map(([label, value]) => ({ label, value })) }),
    ).body.slice(1);

  it('is Teams’ own, with its numbers in words for clients that have none', () => {
    const [title, chart] = chartOf(['Week 1', 4], ['Week 2', 0]);
    expect(title?.inlines).toEqual([{ type: 'TextRun', text: 'Messages', weight: 'Bolder' }]);
    expect(chart).toMatchObject({
      type: 'Chart.HorizontalBar',
      title: 'Messages',
      displayMode: 'AbsoluteNoAxis',
      data: [
        { x: 'Week 1', y: 4 },
        { x: 'Week 2', y: 0 },
      ],
    });
    expect(partsOf(chart?.fallback, 'ColumnSet').map((row) => partsOf(row, 'TextRun').map((run) => run.text))).toEqual([
      ['Week 1', '4'],
      ['Week 2', '0'],
    ]);
  });

  it.each([
    ['without bars', []],
    [
      'with one label twice, whose bars would be joined',
      [
        ['Week', 1],
        ['Week', 2],
      ],
    ],
    [
      'with a bar without a label, which would be left out',
      [
        ['', 1],
        ['Week', 2],
      ],
    ],
    [
      'with nothing to measure by',
      [
        ['Week 1', 0],
        ['Week 2', 0],
      ],
    ],
    [
      'with less than nothing',
      [
        ['Week 1', -1],
        ['Week 2', 2],
      ],
    ],
  ] as [string, [string, number][]][])('is drawn in columns %s', (_, bars) => {
    const drawn = chartOf(...bars);
    expect(partsOf(drawn, 'Chart.HorizontalBar')).toEqual([]);
    expect(partsOf(drawn, 'ColumnSet')).toHaveLength(bars.length);
  });
});

describe('facts', () => {
  it('are a list, but for an address that a telephone would clip', () => {
    const json = renderCard(
      cardOf(facts(['Where', 'Oakfield']), facts(['Who', 'Ann'], ['Email', 'ann.lee@long-name.example'])),
    );
    expect(partsOf(json, 'FactSet').map((list) => list.facts)).toEqual([[{ title: 'Where', value: 'Oakfield' }]]);
    expect(partsOf(json, 'RichTextBlock').map((line) => partsOf(line, 'TextRun').map((run) => run.text))).toEqual([
      ['Who', ' ', 'Ann'],
      ['Email', ' ', 'ann.lee@long-name.example'],
    ]);
  });
});

describe('the columns of a table', () => {
  /** How many characters each has in a table of so many, without the edges of its cells. */
  const room = (across: number, columns: string[], ...rows: string[][]): number[] => {
    const table = { kind: 'table', caption: 'Table', columns, rows: rows.map((row) => row.map((cell) => [cell])) };
    const widths = partsOf(renderCard(cardOf(table as Element)), 'Table').flatMap(({ columns: drawn }) =>
      (drawn as { width: number }[]).map(({ width }) => width),
    );
    const whole = widths.reduce((sum, width) => sum + width, 0);
    return widths.map((width) => (across * width) / whole - 2);
  };
  const schedule = [
    ['Half-term', 'When', 'Where'],
    ['Autumn 1', 'Tue 29 Sep, 13:00 to 16:00', 'Marigold Street Primary'],
  ] as const;
  const counts = [
    ['Name', 'Wrote', 'Replied', 'Shared'],
    ['Priya Nandakumar, Oakfield Primary', '1', '0', '0'],
  ] as const;

  it('keep the longest word of each whole on a telephone', () => {
    const [term = 0, when = 0, where = 0] = room(32, [...schedule[0]], [...schedule[1]]);
    expect([term >= 'Autumn'.length, when >= '13:00'.length, where >= 'Marigold'.length]).toEqual([true, true, true]);
    const [name = 0, wrote = 0, replied = 0] = room(42, [...counts[0]], [...counts[1]]);
    expect([name >= 'Nandakumar,'.length, wrote >= 5, replied >= 7]).toEqual([true, true, true]);
  });

  it('give what is left to those that have more to say', () => {
    const [term = 0, when = 0] = room(32, [...schedule[0]], [...schedule[1]]);
    expect(when).toBeGreaterThan(term);
    const [long = 0, short = 0] = room(70, ['One', 'Two'], ['word '.repeat(90), 'a']);
    expect(long).toBeGreaterThan(2 * short);
  });

  it('leave room for a word beside one that nothing can hold', () => {
    const [long = 0, short = 0] = room(32, ['One', 'Two'], ['x'.repeat(900), 'a']);
    expect(short).toBeGreaterThan('Two'.length);
    expect(long).toBeGreaterThan(short);
  });

  it('never vanish, however many they are', () => {
    const letters = Array.from({ length: 24 }, (_, i) => `Column ${i}`);
    expect(new Set(room(1000, letters, [])).size).toBe(1);
  });
});

describe('a dialog', () => {
  const field = (name: string) => ({ kind: 'text', lines: 'many', name, label: name, hint: 'A hint.' }) as const;
  const form = (fields: number): Form => ({
    kind: 'form',
    title: 'Form',
    submit: { route: 'a.b', args: {}, label: 'Send' },
    body: Array.from({ length: fields }, (_, i) => field(`f${i}`)),
  });

  it('is as high as what stands in it, in steps', () => {
    const sizes = [cardOf(text('Done.')), form(2), form(4), form(9), samples.longest];
    expect(sizes.map((content) => content && sizeDialog(content).height)).toEqual([260, 420, 740, 740, 740]);
    expect(sizeDialog(cardOf()).width).toBe(600);
  });

  it('is no less high for a fault', () => {
    const faulty: Form = { ...form(2), fault: 'Two answers need another look. '.repeat(24) };
    expect(sizeDialog(faulty).height).toBeGreaterThan(sizeDialog(form(2)).height);
  });

  it('has room for long facts', () => {
    const long = facts(['What to try', 'word '.repeat(150)]);
    expect(sizeDialog(cardOf(long)).height).toBeGreaterThan(sizeDialog(cardOf(facts(['Where', 'Here']))).height);
  });
});

import type { Element, Text } from '../../cards/model.js';
import { drawParagraphs, type Looks, type Part, SUBTLE } from './adaptive-text.js';
import { oneLine, wordsOf } from './spans.js';

/** In characters: a table's width on a desktop and on a telephone, and what a cell takes beside its words. */
const WIDE = 70;
const NARROW = 32;
const CELL_PADDING = 3;
/** No longer word is kept whole, and no longer line in one. */
const WHOLE_WORD = 14;
const WHOLE_LINE = 40;

/** The caption, and the table with columns as wide as what stands in them. */
export function drawTable({ caption, columns, rows }: Extract<Element, { kind: 'table' }>): Part[] {
  const width = Math.max(columns.length, ...rows.map((row) => row.length));
  const named = drawParagraphs([caption], SUBTLE);
  if (width === 0) return named;
  const cells = (texts: readonly Text[], looks?: Looks) =>
    Array.from({ length: width }, (_, i) => ({ type: 'TableCell', items: drawParagraphs(texts[i] ?? [], looks) }));
  const heads = columns.map((column) => [column]);
  return [
    ...named,
    {
      type: 'Table',
      firstRowAsHeader: true,
      columns: weighColumns([heads, ...rows], width).map((weight) => ({ width: weight })),
      rows: [cells(heads, { weight: 'Bolder' }), ...rows.map((row) => cells(row))].map((drawn) => ({
        type: 'TableRow',
        cells: drawn,
      })),
    },
  ];
}

/**
 * Relative widths, where all columns of one width would leave words no room. Each column gets what its longest word
 * takes on a telephone; what is left goes to those whose lines would not fit on a desktop.
 */
function weighColumns(rows: readonly (readonly Text[])[], width: number): number[] {
  const columns = Array.from({ length: width }, (_, i) => {
    const lines = rows.map((row) => oneLine((row[i] ?? []).map(wordsOf).join('')));
    const words = lines.flatMap((line) => line.split(/(?<=-)| /u));
    const least = (CELL_PADDING + Math.min(WHOLE_WORD, longest(words))) / NARROW;
    return { least, wish: Math.max(least, (CELL_PADDING + Math.min(WHOLE_LINE, longest(lines))) / WIDE) };
  });
  const least = sum(columns.map((column) => column.least));
  const wish = sum(columns.map((column) => column.wish));
  const share = wish <= 1 ? 1 : Math.max(0, 1 - least) / (wish - Math.min(1, least));
  return columns.map((column) => Math.round(100 * (column.least + share * (column.wish - column.least))));
}

const longest = (words: readonly string[]): number => words.reduce((most, word) => Math.max(most, word.length), 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

import type { Element } from '../../cards/model.js';
import { drawParagraphs, type Part } from './adaptive-text.js';
import { fill } from './marks.js';
import { oneLine } from './spans.js';

type Progress = Extract<Element, { kind: 'progress' }>;
type Chart = Extract<Element, { kind: 'chart' }>;

/** Drawn in columns: Teams has a ProgressBar, but cards with it broke (github.com/MicrosoftDocs/msteams-docs/issues/13204). */
export function drawProgress({ label, done, total, words }: Progress): Part[] {
  return [
    ...drawParagraphs([`${oneLine(label)}: `, { kind: 'bold', text: oneLine(words ?? `${done} of ${total}`) }]),
    // An empty bar looks like a box that waits for something.
    ...(done > 0
      ? [{ type: 'ColumnSet', spacing: 'Small', columns: drawBar(done, total, 100, done >= total ? 'good' : 'accent') }]
      : []),
  ];
}

/**
 * The title, and Teams' own chart with the same bars in columns for clients that have no charts:
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
 * In the mode AbsoluteNoAxis each bar has its label above and its value beside it in words; the chart's own title is
 * only heard.
 */
export function drawChart({ title, bars }: Chart): Part[] {
  const heading = drawParagraphs([{ kind: 'bold', text: oneLine(title) }]);
  const data = bars.map(({ label, value }) => ({ x: oneLine(label), y: value }));
  const rows = drawRows(bars);
  if (heading.length === 0 || !canChart(data)) return [...heading, ...rows];
  return [
    ...heading,
    {
      type: 'Chart.HorizontalBar',
      spacing: 'Small',
      title: oneLine(title),
      displayMode: 'AbsoluteNoAxis',
      color: 'categoricalBlue',
      data,
      fallback: { type: 'Container', spacing: 'Small', items: rows },
    },
  ];
}

/** Microsoft's client leaves out bars without a label, joins those of one label, and scales by the longest. */
function canChart(data: readonly { x: string; y: number }[]): boolean {
  const labels = new Set(data.map(({ x }) => x));
  return !labels.has('') && labels.size === data.length && data.some(({ y }) => y > 0) && data.every(isCount);
}

const isCount = ({ y }: { y: number }): boolean => Number.isFinite(y) && y >= 0;

function drawRows(bars: Chart['bars']): Part[] {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return bars.map(({ label, value }) => ({
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: 40, verticalContentAlignment: 'Center', items: drawParagraphs([label]) },
      ...drawBar(value, most, 45, 'accent'),
      { type: 'Column', width: 15, verticalContentAlignment: 'Center', items: drawParagraphs([`${value}`]) },
    ],
  }));
}

function drawBar(done: number, total: number, width: number, style: string): Part[] {
  const filled = fill(done, total, width);
  return [
    { style, width: filled },
    { style: 'emphasis', width: width - filled },
  ]
    .filter((column) => column.width > 0)
    .map((column) => ({ type: 'Column', ...column, minHeight: '10px', spacing: 'None', items: [] }));
}

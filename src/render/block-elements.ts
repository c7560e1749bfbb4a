import { bold, type Element, type Span, type Text } from '../../cards/model.js';
import { type LiveButton, sortButtons } from './buttons.js';
import { chunk, cut } from './cut.js';
import { slack, within } from './limits.js';
import { drawBars, drawMeter, MARKS } from './marks.js';
import { type Block, richList, richSection, richText } from './rich-text.js';
import { flatten, oneLine, safeUrl, tidy, wordsOf } from './spans.js';

type Table = Extract<Element, { kind: 'table' }>;
type Chart = Extract<Element, { kind: 'chart' }>;

/** How many of the blocks that only messages can show there may be. */
export interface Ink {
  tables: number;
  charts: number;
}

/** Draws the elements of one message or view. */
export function createPen(ink: Ink): (element: Element) => Block[] {
  const left = { ...ink };
  let buttons = 0;
  const draw = (element: Element): Block[] => {
    switch (element.kind) {
      case 'heading':
        return drawRich([bold(oneLine(element.text))]);
      case 'text':
        return drawText(element.text, element.tone);
      case 'facts':
        return drawRich(joinLines(element.facts.map(({ label, value }) => [bold(`${oneLine(label)}: `), ...value])));
      case 'table':
        return [...drawContext([element.caption]), ...(left.tables-- > 0 ? drawTable(element) : drawLines(element, 0))];
      case 'progress': {
        const { label, done, total, words } = element;
        return drawRich([
          bold(oneLine(label)),
          `\n${drawMeter(done, total)} ${oneLine(words ?? `${done} of ${total}`)}`,
        ]);
      }
      case 'picture':
        return drawPicture(element);
      case 'chart': {
        const chart = left.charts > 0 ? drawChart(element) : undefined;
        if (chart) left.charts -= 1;
        return chart ? [chart] : drawChartInText(element);
      }
      case 'notice':
        return drawRich([bold(`${MARKS[element.tone]} `), ...element.text]);
      case 'actions': {
        const { live, dead } = sortButtons(element.buttons);
        const rows = chunk(live, slack.actionsElements).map((row) => ({
          type: 'actions',
          elements: row.map((button) => drawButton(button, buttons++)),
        }));
        return [...rows, ...dead.flatMap(draw)];
      }
      case 'divider':
        return [{ type: 'divider' }];
      default:
        return element satisfies never;
    }
  };
  return draw;
}

/** A rich text block of one section; none when there are no words. */
export function drawRich(text: Text): Block[] {
  return only(richText(richSection(text)));
}

/** Words that nothing formats. Slack refuses empty ones; `emoji: false` leaves ":words:" as they are written. */
export function plain(text: string, max: number): Block {
  const words = cut(tidy(text), max);
  return { type: 'plain_text', text: words.trim() === '' ? '…' : words, emoji: false };
}

/** The `index` tells the buttons of one message apart. Throws RangeError when route or arguments are too long. */
function drawButton(button: LiveButton, index: number): Block {
  const describe = oneLine(button.describe ?? '');
  const looks = {
    type: 'button',
    text: plain(oneLine(button.label), slack.buttonText),
    ...(button.style ? { style: button.style } : {}),
    ...(describe ? { accessibility_label: cut(describe, slack.buttonLabel) } : {}),
  };
  if (!button.press) {
    const url = within(slack.buttonUrl, 'the address of a button', button.url);
    return { ...looks, action_id: `link:${index}`, url };
  }
  const { route } = button.press;
  return {
    ...looks,
    action_id: within(slack.actionId, 'the id of a button', `${route}:${index}`),
    value: within(slack.buttonValue, `what a button carries to ${route}`, JSON.stringify(button.press)),
  };
}

function only(block: Block | undefined): Block[] {
  return block ? [block] : [];
}

function joinLines(lines: readonly Text[]): Span[] {
  return lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]));
}

function drawText(text: Text, tone: 'normal' | 'quiet' | 'quote' = 'normal'): Block[] {
  if (tone === 'quote') return only(richText(richSection(text, 'rich_text_quote')));
  // Context blocks are small and grey but hold plain words only.
  const bare = text.every((span) => typeof span === 'string' || span.kind === 'person' || span.kind === 'date');
  const short = text.reduce((sum, span) => sum + wordsOf(span).length, 0) <= slack.plainText;
  return tone === 'quiet' && bare && short ? drawContext(text) : drawRich(text);
}

function drawContext(text: Text): Block[] {
  const words = flatten(text).trim();
  return words === '' ? [] : [{ type: 'context', elements: [plain(words, slack.plainText)] }];
}

function drawTable(table: Table): Block[] {
  const width = Math.max(table.columns.length, ...table.rows.map((row) => row.length));
  const heads: Text[] = table.columns.map((column) => [bold(column)]);
  const shown = [heads, ...table.rows.slice(0, slack.tableRows - 1)];
  const characters = shown.flat(2).reduce((sum, span) => sum + wordsOf(span).length, 0) + shown.length * width;
  if (width === 0 || width > slack.tableColumns || characters > slack.tableCharacters) return drawLines(table, 0);
  const block = {
    type: 'table',
    column_settings: Array.from({ length: width }, () => ({ is_wrapped: true })),
    rows: shown.map((row) => Array.from({ length: width }, (_, i) => drawCell(row[i] ?? []))),
  };
  return [block, ...drawLines(table, shown.length - 1)];
}

function drawCell(text: Text): Block {
  const blank: Block = { type: 'rich_text_section', elements: [{ type: 'text', text: ' ' }] };
  return { type: 'rich_text', elements: [richSection(text) ?? blank] };
}

/** The rows from `start` as a list, for where a table block cannot be or cannot hold them. */
function drawLines(table: Table, start: number): Block[] {
  const lines = table.rows.slice(start).map((row) =>
    Array.from({ length: Math.max(row.length, table.columns.length) }, (_, i): Text => {
      const head = table.columns[i];
      return [...(i > 0 ? [' · '] : []), ...(head ? [bold(`${oneLine(head)}: `)] : []), ...(row[i] ?? ['–'])];
    }).flat(),
  );
  const heads = table.rows.length === 0 ? richSection([bold(table.columns.map(oneLine).join(' · '))]) : undefined;
  return only(richText(heads, richList(lines)));
}

/** What the one series of a chart is called where Slack shows its name: all of ours count something. */
const series = 'How many';

/** A bar chart of Slack's own; undefined when it could not hold every word of this one. */
function drawChart({ title, bars }: Chart): Block | undefined {
  const heading = oneLine(title);
  const data = bars.map(({ label, value }) => ({ label: oneLine(label), value }));
  const labels = new Set(data.map(({ label }) => label));
  const fits =
    data.length > 0 &&
    data.length <= slack.chartCategories &&
    labels.size === data.length &&
    data.every(({ label, value }) => isWithin(label, slack.chartLabel) && Number.isFinite(value)) &&
    isWithin(heading, slack.chartTitle);
  if (!fits) return undefined;
  return {
    type: 'data_visualization',
    title: heading,
    chart: { type: 'bar', series: [{ name: series, data }], axis_config: { categories: [...labels] } },
  };
}

const isWithin = (words: string, max: number): boolean => words !== '' && words.length <= max;

function drawChartInText({ title, bars }: Chart): Block[] {
  return only(richText(richSection([bold(oneLine(title))]), richSection([drawBars(bars)], 'rich_text_preformatted')));
}

function drawPicture({ url, alt }: Extract<Element, { kind: 'picture' }>): Block[] {
  const safe = safeUrl(url);
  if (!safe || safe.length > slack.imageUrl) return drawContext([alt]);
  return [{ type: 'image', image_url: safe, alt_text: cut(tidy(alt), slack.imageAlt) || 'Picture' }];
}

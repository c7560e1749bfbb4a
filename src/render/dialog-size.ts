import { type Card, type Element, type Field, type Form, isField, type Text } from '../../cards/model.js';
import { groupButtons } from './adaptive-buttons.js';
import { teams } from './limits.js';
import { wordsOf } from './spans.js';

/** Pixels, measured in the `adaptivecards` package with Teams' host configuration at {@link teams.dialogWidth}. */
const LINE = 19;
const GAP = 12;
const BUTTONS = 32;
const LABEL = 28;
const INPUT = 32;
const EDGES = 32;
/** Characters in a line of that width, and in the part of it that a fact's value has. */
const LINE_CHARACTERS = 80;
const VALUE_CHARACTERS = 55;

/**
 * Width and height for a dialog, in pixels: as wide as a card in a conversation, and as high as what stands in it, in
 * a few steps, so that one answer after another does not make it jump. Teams shrinks it where the window is smaller,
 * and scrolls what is longer.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules#dialog-sizing
 */
export function sizeDialog(content: Card | Form): { width: number; height: number } {
  const fault = content.kind === 'form' && content.fault ? [{ kind: 'text', text: [content.fault] } as const] : [];
  const heights = [...fault, ...content.body].map((part) => GAP + (isField(part) ? fieldHeight(part) : heightOf(part)));
  const whole = EDGES + linesIn([content.title], 60) * 24 + sum(heights) + GAP + BUTTONS;
  const { dialogWidth: width, dialogHeights } = teams;
  const height = dialogHeights.find((step) => step >= whole + GAP) ?? Math.max(...dialogHeights);
  return { width, height };
}

function heightOf(element: Element): number {
  switch (element.kind) {
    case 'heading':
      return LINE;
    case 'text':
      return linesIn(element.text) * LINE + (element.tone === 'quote' ? EDGES : 0);
    case 'notice':
      return linesIn(element.text) * LINE + EDGES;
    case 'facts':
      return sum(element.facts.map(({ value }) => linesIn(value, VALUE_CHARACTERS) * LINE));
    case 'table': {
      const across = LINE_CHARACTERS / Math.max(1, element.columns.length);
      const rows = element.rows.map((row) => Math.max(1, ...row.map((cell) => linesIn(cell, across))) * LINE + 2 * 8);
      return LINE + GAP + (LINE + 2 * 8) + sum(rows);
    }
    case 'progress':
      return LINE + 8 + 10;
    case 'picture':
      return 300;
    case 'chart':
      return LINE + element.bars.length * (LINE + 8 + GAP);
    case 'actions':
      return groupButtons(element.buttons).length * (BUTTONS + GAP) - GAP;
    case 'divider':
      return 8;
    default:
      return element satisfies never;
  }
}

function fieldHeight(field: Field): number {
  const words = LABEL + sum([field.hint, field.fault].map((line) => (line ? linesIn([line]) * LINE + 8 : 0)));
  switch (field.kind) {
    case 'text':
      return words + (field.lines === 'many' ? 2 * INPUT : INPUT);
    case 'multi-select':
    case 'people':
      return words + field.choices.length * 24;
    case 'number':
    case 'date':
    case 'time':
    case 'select':
    case 'toggle':
      return words + INPUT;
    default:
      return field satisfies never;
  }
}

function linesIn(text: Text, across = LINE_CHARACTERS): number {
  const lines = text.map(wordsOf).join('').split('\n');
  return sum(lines.map((line) => Math.max(1, Math.ceil(line.length / across))));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

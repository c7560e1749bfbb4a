import { countGraphemes } from './cut.js';
import { oneLine } from './spans.js';

/** What stands before a notice, so that its tone is not told by colour alone. */
export const MARKS = { info: 'ℹ', good: '✓', warning: '⚠' } as const;

/** How much of a bar of `width` steps is filled: none and all of it only when none and all is done. */
export function fill(done: number, total: number, width: number): number {
  if (done <= 0) return 0;
  if (done >= total) return width;
  return Math.min(width - 1, Math.max(1, Math.round((width * done) / total)));
}

/** How far along, in characters: one for each where they are few, else ten. */
export function drawMeter(done: number, total: number): string {
  const width = total >= 1 && total <= 12 ? Math.ceil(total) : 10;
  const filled = fill(done, total, width);
  return '▰'.repeat(filled) + '▱'.repeat(width - filled);
}

/** Bars in characters of one width, one line each: label, value, bar. */
export function drawBars(bars: readonly { label: string; value: number }[]): string {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const labels = padAll(bars.map((bar) => oneLine(bar.label)));
  const widest = Math.max(0, ...bars.map((bar) => `${bar.value}`.length));
  return bars
    .map(({ value }, i) =>
      `${labels[i]}  ${`${value}`.padStart(widest)} ${'█'.repeat(fill(value, most, 20))}`.trimEnd(),
    )
    .join('\n');
}

/** The same words with spaces after them, so that all are as wide as the widest. */
export function padAll(words: readonly string[]): string[] {
  const widths = words.map(countGraphemes);
  const widest = Math.max(0, ...widths);
  return words.map((word, i) => word + ' '.repeat(widest - (widths[i] ?? 0)));
}

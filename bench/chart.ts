import type { Day } from './year.js';

const width = 900;
const left = 60;
const panel = { height: 110, gap: 46 };

interface Series {
  title: string;
  colour: string;
  values: readonly number[];
}

/** A year as an SVG: what went out on each day, how long that took, a tick with nothing due, and memory. */
export function drawYear(days: readonly Day[]): string {
  const series: Series[] = [
    { title: 'Messages a day', colour: '#0f6b74', values: days.map(({ deliveries }) => deliveries) },
    { title: 'Seconds in which they went out', colour: '#5b4b9a', values: days.map(({ ms }) => ms / 1000) },
    {
      title: 'Milliseconds of the day’s last tick: nothing is due, but cards that answers have changed',
      colour: '#9a5b1b',
      values: days.map((day) => day.idleTickMs),
    },
    { title: 'Memory, MB', colour: '#1b6b3a', values: days.map(({ rssMb }) => rssMb) },
    { title: 'Database, MB', colour: '#8a1f4b', values: days.map(({ databaseMb }) => databaseMb) },
  ];
  const height = series.length * (panel.height + panel.gap) + 30;
  const panels = series.map((one, index) => drawPanel(one, 30 + index * (panel.height + panel.gap)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1a2630">`,
    '<title>A school year of a made-up country</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...panels,
    ...drawMonths(days, height - 14),
    '</svg>\n',
  ].join('\n');
}

const xOf = (index: number, count: number): number => left + (index / Math.max(1, count - 1)) * (width - left - 20);

function drawPanel({ title, colour, values }: Series, top: number): string {
  const most = Math.max(...values, 1);
  const points = values
    .map(
      (value, index) =>
        `${xOf(index, values.length).toFixed(1)},${(top + panel.height * (1 - value / most)).toFixed(1)}`,
    )
    .join(' ');
  const bottom = top + panel.height;
  return [
    `<text x="${left}" y="${top - 8}" font-weight="600">${title}</text>`,
    `<line x1="${left}" y1="${bottom}" x2="${width - 20}" y2="${bottom}" stroke="#c4ccd2"/>`,
    `<text x="${left - 8}" y="${top + 10}" text-anchor="end">${short(most)}</text>`,
    `<text x="${left - 8}" y="${bottom}" text-anchor="end">0</text>`,
    `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
  ].join('\n');
}

const short = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toPrecision(2));

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const drawMonths = (days: readonly Day[], y: number): string[] =>
  days.flatMap(({ day }, index) =>
    day.endsWith('-01')
      ? [`<text x="${xOf(index, days.length).toFixed(1)}" y="${y}">${months[Number(day.slice(5, 7)) - 1]}</text>`]
      : [],
  );

import { civilDate, formatFullDate } from '../../calendar/dates.js';
import { usualTerms, yearAfter } from '../../calendar/usual-terms.js';
import type { Group } from '../../store/groups.js';
import { yearBegins } from '../../store/years.js';
import { programmeOf } from '../programmes/of-group.js';
import type { Programme } from '../programmes/schema.js';
import type { Dates, NextYear } from './schema.js';

/** The value that stands for one way to the dates in a form. */
export const datesKey = (dates: Dates): string => (dates.from === 'group' ? `group ${dates.id}` : dates.from);

export function datesWords(dates: Dates, schoolYear: string): string {
  switch (dates.from) {
    case 'group':
      return `Copied from ${dates.name}, ${schoolYear}`;
    case 'usual':
      return `The usual pattern of ${schoolYear}: please check it`;
    case 'later':
      return 'Not yet: your hub lead imports term-dates.csv';
    default:
      return dates satisfies never;
  }
}

/**
 * @param dated other groups of the hub in the next year that have dates
 * @param own the hub's newest edition of the same programme
 */
export function planNextYear(
  group: Group,
  dated: readonly { id: string; name: string }[],
  own: Programme | undefined,
): NextYear {
  const schoolYear = yearAfter(group.schoolYear);
  const has = programmeOf(group);
  const programme = own ?? has;
  return {
    schoolYear,
    dates: [
      ...dated.map(({ id, name }): Dates => ({ from: 'group', id, name })),
      ...(usualTerms(schoolYear) ? [{ from: 'usual' } as const] : []),
      { from: 'later' },
    ],
    programme,
    newer: JSON.stringify(programme) !== JSON.stringify(has),
    differ: compare(has, programme),
  };
}

function compare(before: Programme, after: Programme): NextYear['differ'] {
  const was = new Map(before.commitments.map((one) => [one.key, one]));
  const is = new Map(after.commitments.map((one) => [one.key, one]));
  const titles = (all: Programme['commitments'], wanted: (one: Programme['commitments'][number]) => boolean) =>
    all.filter(wanted).map(({ title }) => title);
  return {
    changed: titles(after.commitments, ({ key, wording }) => was.has(key) && was.get(key)?.wording !== wording),
    added: titles(after.commitments, ({ key }) => !was.has(key)),
    gone: titles(before.commitments, ({ key }) => !is.has(key)),
  };
}

/** In words, or nothing where the same is signed again. */
export function differWords({ changed, added, gone }: NextYear['differ']): string | undefined {
  const words = [
    ...(changed.length > 0 ? [`Worded otherwise: ${changed.join(', ')}.`] : []),
    ...(added.length > 0 ? [`New: ${added.join(', ')}.`] : []),
    ...(gone.length > 0 ? [`No longer there: ${gone.join(', ')}.`] : []),
  ];
  return words.length > 0 ? words.join(' ') : undefined;
}

/** Why a group's next year cannot be set up yet, in words. */
export function tooEarly(group: Group, now: Date): string | undefined {
  const begins = yearBegins({ schoolYear: group.schoolYear, halfTerms: group.calendar.halfTerms });
  return civilDate(now, group.zone) < begins
    ? `${group.name}, ${group.schoolYear}, begins on ${formatFullDate(begins)}. Its next year can be set up from then on.`
    : undefined;
}

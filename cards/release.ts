import { type Card, facts, text } from './model.js';
import { whoReads } from './words.js';

/** `release`: what each school agreed for its teachers, and what the record shows. */
export function releaseCard(data: {
  schools: readonly { school: string; agreed: string; soFar: string }[];
  /** Who else sees this. */
  readers: string;
}): Card {
  const [first] = data.schools;
  // What all of them signed is said once: a phone has no room for it in every row.
  const alike = first && data.schools.every(({ agreed }) => agreed === first.agreed) ? first.agreed : undefined;
  return {
    kind: 'card',
    title: 'Release days',
    summary: 'What was agreed about release, and what has been used',
    body: [
      ...(alike === undefined ? [] : [facts(['Agreed', alike])]),
      {
        kind: 'table',
        caption: 'Release for the teachers of each school, taken together',
        columns: ['School', ...(alike === undefined ? ['Agreed'] : []), 'For meetings so far'],
        rows: data.schools.map(({ school, agreed, soFar }) => [
          [school],
          ...(alike === undefined ? [[agreed]] : []),
          [soFar],
        ]),
      },
      text(
        'Counted from who was at each meeting: a half-day meeting is half a day for each teacher who came. Other release is not in this count.',
      ),
      whoReads(data.readers),
    ],
  };
}

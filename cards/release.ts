import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  date,
  divider,
  type Element,
  type Form,
  facts,
  quiet,
  type Span,
  text,
} from './model.js';
import { capitalise, people, whoReads } from './words.js';

/** One line of a school's ledger of release. */
export interface ReleaseLine {
  /** "Tue 10 Nov" */
  day: string;
  /** "1½ days" */
  days: string;
  who: readonly string[];
  what: string;
  /** "from attendance", "logged by …", "planned" */
  from: string;
  /** "£180" */
  cost?: string;
  /** Present where the reader may take it back. */
  entryId?: string;
}

export interface ReleaseView {
  schoolId: string;
  school: string;
  /** "6 of 10 days used, 2 planned" */
  used: string;
  /** In half-days; absent where no paper states how many were agreed. */
  bar?: { done: number; total: number };
  /** "at least 10 days between …" or "not stated" */
  agreed: string;
  /** What the programme's papers say otherwise. */
  others: readonly { where: string; words: string }[];
  /** Time at meetings, where the agreement leaves it out: "2 days". */
  apart?: string;
  /** Of all entries for which it is known: "£540" */
  cost?: string;
  lines: readonly ReleaseLine[];
}

/** How many entries the card explains; the rest is a button away. */
const shown = 12;

const readers = whoReads('your school’s people in the group, the specialist and the hub lead');

/** `release`: what one school has had of what was agreed, and where each day comes from. */
export function releaseCard(groupId: string, view: ReleaseView, may: { log: boolean; choose: boolean }): Card {
  const args = { group: groupId, school: view.schoolId };
  return {
    kind: 'card',
    title: `Release at ${view.school}`,
    summary: `Release at ${view.school}: ${view.used}`,
    body: [
      view.bar
        ? { kind: 'progress', label: 'Release', ...view.bar, words: view.used }
        : text(bold(capitalise(view.used)), '. How many were agreed is not stated.'),
      facts(
        ['Agreed', capitalise(view.agreed)],
        ...view.others.map(({ where, words }) => [`In ${where}`, capitalise(words)] as const),
        ...(view.apart === undefined ? [] : [['At meetings, besides', view.apart] as const]),
        ...(view.cost === undefined ? [] : [['Cover cost noted', view.cost] as const]),
      ),
      actions(
        ...(may.log ? [button('Log release', 'release.log', args, { style: 'primary' })] : []),
        ...(view.lines.some(({ entryId }) => entryId !== undefined)
          ? [button('Take an entry back', 'release.correct', args)]
          : []),
        ...(may.choose ? [button('Which agreement holds?', 'release.reading', { group: groupId })] : []),
      ),
      divider,
      ...(view.lines.length === 0
        ? [quiet('Nothing is in the ledger yet. Meetings come by themselves, once attendance is recorded.')]
        : []),
      ...view.lines.slice(0, shown).map(drawLine),
      ...(view.lines.length > shown
        ? [quiet(`And ${view.lines.length - shown} earlier entries, all counted above.`)]
        : []),
      readers,
    ],
  };
}

const drawLine = ({ day, days, who, what, from, cost }: ReleaseLine): Element =>
  text(
    date(day),
    ': ',
    bold(days),
    ', ',
    ...people(who),
    `. ${what} (${from}${cost === undefined ? '' : `, cover ${cost}`}).`,
  );

/** The same for those who see every school: one line each, and a button to the ledger. */
export function releaseOverviewCard(view: {
  groupId: string;
  agreed: string;
  mayChoose: boolean;
  schools: readonly { id: string; school: string; used: string }[];
}): Card {
  return {
    kind: 'card',
    title: 'Release days',
    summary: 'What each school has had of the release that was agreed',
    body: [
      facts(['Agreed', capitalise(view.agreed)]),
      {
        kind: 'table',
        caption: 'Release for the teachers of each school, taken together',
        columns: ['School', 'So far'],
        rows: view.schools.map(({ school, used }): Span[][] => [[school], [used]]),
      },
      actions(
        ...view.schools.map(({ id, school }) =>
          button(school, 'release.show', { group: view.groupId, school: id }, { describe: `The ledger of ${school}` }),
        ),
        ...(view.mayChoose ? [button('Which agreement holds?', 'release.reading', { group: view.groupId })] : []),
      ),
      whoReads('the specialist and the hub lead see every school; each school sees its own'),
    ],
  };
}

/** Half-days, as people say them. */
const lengths: readonly Choice[] = [
  { value: '1', label: 'Half a day' },
  { value: '2', label: 'A day' },
  { value: '3', label: '1½ days' },
  { value: '4', label: '2 days' },
  { value: '6', label: '3 days' },
  { value: '8', label: '4 days' },
  { value: '10', label: '5 days' },
];

export function logReleaseForm(data: {
  groupId: string;
  schoolId: string;
  school: string;
  day: string;
  people: readonly Choice[];
  chosen: readonly string[];
  purposes: readonly Choice[];
  purpose: string;
}): Form {
  return {
    kind: 'form',
    title: 'Log release',
    submit: { route: 'release.log', args: { group: data.groupId, school: data.schoolId }, label: 'Save' },
    body: [
      quiet(`${data.school}. Time at the group’s meetings is counted by itself; please log other time out of class.`),
      { kind: 'date', name: 'day', label: 'Day, or first day', required: true, value: data.day },
      { kind: 'select', name: 'halfDays', label: 'How long, for each', value: '1', choices: lengths },
      { kind: 'people', name: 'who', label: 'Who was out of class', value: data.chosen, choices: data.people },
      { kind: 'select', name: 'purpose', label: 'What for', value: data.purpose, choices: data.purposes },
      { kind: 'text', name: 'note', label: 'A few words, if you like', lines: 'one' },
      { kind: 'text', name: 'cost', label: 'Cost of cover, if known', lines: 'one', placeholder: '180' },
      readers,
    ],
  };
}

/** Where the programme's papers disagree about release. */
export function readingForm(data: {
  groupId: string;
  readings: readonly { key: string; where: string; words: string }[];
  chosen: string;
}): Form {
  return {
    kind: 'form',
    title: 'Which agreement holds?',
    submit: { route: 'release.reading', args: { group: data.groupId }, label: 'Use this one' },
    body: [
      text(
        'The programme’s papers say different things about release. Every school’s ledger is kept against the one you choose; the other stays in sight.',
      ),
      ...data.readings.map(({ where, words }) => text(bold(`${capitalise(where)}: `), `${words}.`)),
      {
        kind: 'select',
        name: 'reading',
        label: 'This one holds',
        value: data.chosen,
        choices: data.readings.map(({ key, where }) => ({ value: key, label: capitalise(where) })),
      },
    ],
  };
}

/** Any entry that the reader may take back. */
export function correctReleaseForm(groupId: string, view: ReleaseView): Form {
  const own = view.lines.flatMap(({ entryId, day, days, what }) =>
    entryId === undefined ? [] : [{ value: entryId, label: `${day}, ${days}: ${what}` }],
  );
  return {
    kind: 'form',
    title: 'Take an entry back',
    submit: { route: 'release.correct', args: { group: groupId, school: view.schoolId }, label: 'Take it back' },
    body: [
      quiet('It leaves the ledger, and can be put in again. To change an entry, take it back and log it anew.'),
      { kind: 'select', name: 'entry', label: 'Which one', choices: own, ...(own[0] && { value: own[0].value }) },
    ],
  };
}

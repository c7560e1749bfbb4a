import {
  actions,
  type Button,
  bold,
  button,
  type Card,
  date,
  divider,
  type Element,
  facts,
  notice,
  person,
  quiet,
  quote,
  type Span,
  text,
} from './model.js';
import { whoReads } from './words.js';

export interface VisitView {
  id: string;
  groupId: string;
  schoolId: string;
  school: string;
  /** "Tue 10 Nov, 09:00" */
  when: string;
  /** "11:00" */
  ends: string;
  /** "Tue 10 Nov" */
  day: string;
  /** "Lesson observation" */
  kinds: readonly string[];
  purpose: string;
  /** Why it does not take place. */
  cancelled: string | undefined;
  movedFrom: string | undefined;
  recorded: boolean;
  /** Empty for those who may not read them. */
  notes: string;
  steps: readonly string[];
  /** What the reader may see of it. */
  feedback: readonly { personId: string; to: string; text: string }[];
}

export type VisitChange = 'booked' | 'moved' | 'cancelled' | 'restored';

/** What the reader may do with a visit. */
export interface MayVisit {
  keep: boolean;
  /** Teachers to whom the reader may write about their lessons. */
  teachers: readonly { id: string; name: string }[];
}

const argsOf = ({ groupId, id }: VisitView) => ({ group: groupId, visit: id });

const whatFor = ({ kinds, purpose }: VisitView): Element[] => {
  const rows = [
    ...(kinds.length > 0 ? [['What', kinds.join(', ')] as const] : []),
    ...(purpose === '' ? [] : [['What for', purpose] as const]),
  ];
  return rows.length === 0 ? [] : [facts(...rows)];
};

const whenSpans = ({ when, ends }: VisitView): Span[] => [date(`${when} to ${ends}`)];

/** How many visits a card shows. */
const shown = 6;

/** `visit`: one school's visits. */
export function visitsCard(view: {
  groupId: string;
  schoolId: string;
  school: string;
  /** The newest first; those ahead before them. */
  visits: readonly VisitView[];
  /** "Autumn", where the school has no visit in it and should have one. */
  due: string | undefined;
  may: MayVisit;
  /** They read notes, and so know of next steps. */
  readsNotes: boolean;
}): Card {
  const args = { group: view.groupId, school: view.schoolId };
  const { may } = view;
  return {
    kind: 'card',
    title: `Visits to ${view.school}`,
    summary: `Support visits to ${view.school}`,
    body: [
      ...(view.due === undefined ? [] : [notice('info', `No visit is booked in the ${view.due} term yet.`)]),
      ...(view.visits.length === 0 ? [text('There has been no visit yet, and none is booked.')] : []),
      ...(may.keep || view.readsNotes
        ? [
            actions(
              ...(may.keep
                ? [
                    button('Book a visit', 'visit.book', args, { style: 'primary' }),
                    button('Record one that has been', 'visit.record-new', args),
                  ]
                : []),
              ...(view.readsNotes ? [button('Action plan', 'plan.show', args)] : []),
            ),
          ]
        : []),
      ...view.visits.slice(0, shown).flatMap((visit) => [divider, ...drawVisit(visit, may)]),
      ...(view.visits.length > shown ? [quiet(`And ${view.visits.length - shown} earlier visits.`)] : []),
      whoReads(
        view.readsNotes
          ? 'the school’s people in the group and the specialist read the notes; feedback on a lesson is for its teacher and whoever wrote it'
          : 'the school’s people, the specialist and the hub lead see that a visit takes place; what was noted is for the school and the specialist',
      ),
    ],
  };
}

function drawVisit(visit: VisitView, may: MayVisit): Element[] {
  const { cancelled, recorded, notes, steps, feedback } = visit;
  return [
    text(bold(`${visit.when} to ${visit.ends}`), recorded ? ': recorded' : ''),
    ...(cancelled === undefined ? [] : [notice('warning', `Cancelled: ${cancelled}`)]),
    ...whatFor(visit),
    ...(notes === '' ? [] : [quote(notes)]),
    ...(steps.length > 0 ? [facts(['Agreed', steps.join('; ')])] : []),
    ...feedback.flatMap((one) => [text('Feedback for ', person(one.to), ':'), quote(one.text)]),
    ...(may.keep ? [actions(...buttonsOf(visit, may))] : []),
  ];
}

function buttonsOf(visit: VisitView, { teachers }: MayVisit): Button[] {
  const args = argsOf(visit);
  const describe = (what: string) => ({ describe: `${what}: ${visit.school}, ${visit.when}` });
  if (visit.cancelled !== undefined)
    return [button('It takes place after all', 'visit.restore', args, describe('Restore'))];
  return [
    button(visit.recorded ? 'Change the record' : 'Record', 'visit.record', args, describe('Record')),
    ...(visit.recorded
      ? teachers.map(({ id, name }) =>
          button(`Feedback for ${name}`, 'visit.feedback', { ...args, teacher: id }, describe(`Feedback for ${name}`)),
        )
      : [
          button('Move', 'visit.move', args, describe('Move')),
          button('Cancel', 'visit.cancel', args, describe('Cancel')),
        ]),
  ];
}

/** The same for who sees every school. */
export function visitsOverviewCard(view: {
  groupId: string;
  /** "Autumn" */
  term: string | undefined;
  schools: readonly { id: string; school: string; next: string | undefined; last: string | undefined; due: boolean }[];
  keeps: boolean;
}): Card {
  const due = view.schools.filter((one) => one.due).map(({ school }) => school);
  return {
    kind: 'card',
    title: 'Support visits',
    summary: 'Which schools have had a visit, and which have one booked',
    body: [
      ...(due.length > 0 && view.term !== undefined
        ? [notice('info', `No visit is booked in the ${view.term} term yet: ${due.join(', ')}.`)]
        : []),
      {
        kind: 'table',
        caption: 'Visits to each school',
        columns: ['School', 'Visits'],
        rows: view.schools.map(({ school, next, last }): Span[][] => [
          [school],
          [
            next === undefined ? 'none booked' : `next ${next}`,
            last === undefined ? '; none so far' : `; last ${last}`,
          ],
        ]),
      },
      actions(
        ...(view.keeps ? [button('Book a visit', 'visit.book', { group: view.groupId }, { style: 'primary' })] : []),
        ...view.schools.map(({ id, school }) =>
          button(school, 'visit.show', { group: view.groupId, school: id }, { describe: `Visits to ${school}` }),
        ),
      ),
      whoReads('those who lead the group see every school; each school sees its own'),
    ],
  };
}

const changeWords: Readonly<Record<VisitChange, (who: string) => string>> = {
  booked: (who) => `${who} visits you`,
  moved: (who) => `The visit of ${who} has moved`,
  cancelled: (who) => `The visit of ${who} is cancelled`,
  restored: (who) => `The visit of ${who} takes place after all`,
};

/** To the school's people, when a visit is booked or changes. */
export function visitChangeCard(visit: VisitView, change: VisitChange, specialist: string): Card {
  const title = changeWords[change](specialist);
  return {
    kind: 'card',
    title,
    summary: `${title}: ${visit.when}`,
    body: [
      text(
        bold(visit.school),
        ': ',
        ...whenSpans(visit),
        change === 'moved' && visit.movedFrom !== undefined ? `. It was on ${visit.movedFrom}.` : '.',
      ),
      ...(visit.cancelled === undefined ? whatFor(visit) : [facts(['Why', visit.cancelled])]),
      ...(visit.cancelled === undefined
        ? [quiet('There is nothing to answer. If the day does not suit, please tell the specialist.')]
        : []),
      whoReads('your school’s people in the group, the specialist and the hub lead'),
    ],
  };
}

/** Two school days before, to the school's people. */
export const visitReminderCard = (visit: VisitView, specialist: string): Card => ({
  kind: 'card',
  title: `Visit on ${visit.day}`,
  summary: `${specialist} visits ${visit.school} on ${visit.when}`,
  body: [
    text(person(specialist), ' visits ', bold(visit.school), ': ', ...whenSpans(visit), '.'),
    ...whatFor(visit),
    whoReads('your school’s people in the group, the specialist and the hub lead'),
  ],
});

/** On the eve, to the specialist. */
export const visitEveCard = (visit: VisitView, open: readonly string[]): Card => ({
  kind: 'card',
  title: `Tomorrow: ${visit.school}`,
  summary: `Your visit to ${visit.school}: ${visit.when}`,
  body: [
    text(bold(visit.school), ': ', ...whenSpans(visit), '.'),
    ...whatFor(visit),
    ...(open.length > 0 ? [facts(['Still open in the plan', open.join('; ')])] : []),
    actions(
      button('Visits so far', 'visit.show', { group: visit.groupId, school: visit.schoolId }),
      button('Action plan', 'plan.show', { group: visit.groupId, school: visit.schoolId }),
    ),
    whoReads('only you see this'),
  ],
});

/** After a visit, to the specialist. */
export const visitRecordCard = (visit: VisitView, later: Button): Card => ({
  kind: 'card',
  title: `Your visit to ${visit.school}`,
  summary: `What did you do at ${visit.school}?`,
  body: [
    visit.recorded
      ? notice('good', 'It is recorded. Thank you.')
      : text('What did you do on ', ...whenSpans(visit), ', and what did you agree?'),
    actions(
      button(
        visit.recorded ? 'Change the record' : 'Record',
        'visit.record',
        argsOf(visit),
        visit.recorded ? {} : { style: 'primary' },
      ),
      ...(visit.recorded ? [] : [later]),
    ),
    whoReads('only you see this'),
  ],
});

/** In the third week of a term, to the specialist. */
export const visitsToPlanCard = (
  view: { groupId: string; term: string; schools: readonly { id: string; school: string }[] },
  later: Button,
): Card => ({
  kind: 'card',
  title: `Visits to plan in the ${view.term} term`,
  summary: `Schools with no visit booked in the ${view.term} term`,
  body: [
    view.schools.length === 0
      ? notice('good', 'Every school has a visit this term.')
      : text(`These schools have no visit this term yet. One press opens the form:`),
    actions(
      ...view.schools.map(({ id, school }) =>
        button(school, 'visit.book', { group: view.groupId, school: id }, { describe: `Book a visit to ${school}` }),
      ),
      ...(view.schools.length === 0 ? [] : [later]),
    ),
    whoReads('only you see this'),
  ],
});

/** To a teacher, about a lesson. */
/** @param readers those who may read it beside its teacher */
export const feedbackCard = (
  visit: VisitView,
  specialist: string,
  words: string | undefined,
  readers: readonly string[],
): Card => ({
  kind: 'card',
  title: 'Feedback on your lesson',
  summary: `${specialist} wrote to you about your lesson on ${visit.day}`,
  body: [
    words === undefined
      ? text(person(specialist), ' has taken back what stood here.')
      : text(person(specialist), ' wrote to you about your lesson on ', date(visit.day), ':'),
    ...(words === undefined ? [] : [quote(words)]),
    ...(words === undefined
      ? []
      : [whoReads(`${new Intl.ListFormat('en-GB').format(['you', ...readers])}, and nobody else`)]),
  ],
});

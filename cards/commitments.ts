import {
  actions,
  type Button,
  bold,
  button,
  type Card,
  divider,
  type Element,
  facts,
  heading,
  notice,
  person,
  quiet,
  quote,
  type Span,
  text,
} from './model.js';
import { capitalise, people, whoReads } from './words.js';

export type ReviewAnswer = 'kept' | 'partly' | 'talk' | 'notMe';

/** One commitment of a school. */
export interface CommitmentLine {
  key: string;
  /** "Release days" */
  title: string;
  wording: string;
  /** "head teacher and lead teachers" */
  owedBy: string;
  /** The programme expects it, and no form has it. */
  expected: boolean;
  /** What the records show, to be read in a moment: "6 of 10 days used, 2 planned". */
  record: string;
  /** The records have nothing on it yet. */
  nothing: boolean;
  /** Half-days of release, where how many were agreed is stated. */
  bar?: { done: number; total: number } | undefined;
  /** The same record by record, for who wants to look closer. */
  findings: readonly { label: string; value: string }[];
  /** What the head said of it, where that differs from the rest. */
  answer?: ReviewAnswer | undefined;
}

export interface ReviewView {
  groupId: string;
  schoolId: string;
  /** "1" … "6" */
  halfTerm: string;
  halfTermName: string;
  school: string;
  teachers: readonly string[];
  specialist: string;
  lines: readonly CommitmentLine[];
  /** "2 of 4 have signed. Recorded by … from the form of …", or that no signature is recorded. */
  signed: string;
  /** "Signed", "2 of 4 have signed" */
  signedShort: string;
  /** "Primary Teaching for Mastery Work Group, 2026/27, version 1" */
  form: string;
  anySigned: boolean;
  /** "6 of 10 days used, 2 planned" */
  released: string;
  next: readonly { label: string; value: string }[];
  /** Where the programme's own papers say two things, and how both are held. */
  differ: readonly { about: string; says: readonly { where: string; says: string }[]; held: string }[];
  answer?: { answer: ReviewAnswer; by: string } | undefined;
}

export const answerWords: Readonly<Record<ReviewAnswer, string>> = {
  kept: 'All as agreed',
  partly: 'Partly',
  talk: 'Let us talk',
  notMe: 'No longer me',
};

/** The same of one commitment. */
export const lineWords: Readonly<Record<ReviewAnswer, string>> = { ...answerWords, kept: 'Kept' };

const answered = ({ answer }: CommitmentLine): Span[] => (answer === undefined ? [] : [bold(lineWords[answer]), '. ']);

/** A line each, in the order of the form; what there is nothing to say of yet stands together in one. */
function drawRecord(lines: readonly CommitmentLine[]): Element[] {
  const drawn: Element[] = [];
  let rows: (readonly [string, ...Span[]])[] = [];
  const flush = (): void => {
    if (rows.length > 0) drawn.push(facts(...rows));
    rows = [];
  };
  const isShown = ({ nothing, answer }: CommitmentLine): boolean => !nothing || answer !== undefined;
  for (const line of lines.filter(isShown)) {
    if (line.bar && line.answer === undefined) {
      flush();
      drawn.push({ kind: 'progress', label: line.title, ...line.bar, words: line.record });
    } else {
      rows.push([line.title, ...answered(line), capitalise(line.record)]);
    }
  }
  flush();
  const others = lines.filter((line) => !isShown(line)).map(({ title }) => title);
  return others.length === 0 ? drawn : [...drawn, text(bold('Nothing on record yet: '), `${others.join(', ')}.`)];
}

const ahead = ({ next }: ReviewView): Element[] =>
  next.length > 0 ? [heading('What is next'), facts(...next.map(({ label, value }) => [label, value] as const))] : [];

/** Once a half-term, to the head: one message, and a form that is read in ten seconds. */
export function reviewCard(review: ReviewView, later: Button): Card {
  const args = { group: review.groupId, school: review.schoolId, halfTerm: review.halfTerm };
  const { answer } = review;
  return {
    kind: 'card',
    title: `${review.halfTermName} at ${review.school}`,
    summary: `${review.halfTermName}: what was agreed, and how it stands`,
    body: [
      ...(answer
        ? [
            notice(
              'good',
              `You answered “${answerWords[answer.answer]}”${answer.by === 'you' ? '' : ` (${answer.by})`}. Thank you. `,
              answer.answer === 'talk' || review.lines.some((line) => line.answer === 'talk')
                ? `${review.specialist} hears that you would like to talk.`
                : 'You can change it here.',
            ),
          ]
        : [text('Is it going as agreed for ', ...people(review.teachers), '?')]),
      actions(
        button(answerWords.kept, 'commitments.answer', { ...args, answer: 'kept' }, answer ? {} : { style: 'primary' }),
        button('One by one', 'commitments.each', args),
        button(answerWords.talk, 'commitments.answer', { ...args, answer: 'talk' }),
        ...(answer ? [] : [later]),
        button('Not me any more', 'people.stand-down', { group: review.groupId }),
      ),
      heading('What the record shows'),
      ...drawRecord(review.lines),
      ...ahead(review),
      quiet(review.signed),
      actions(
        button(
          'What was agreed',
          'commitments.show',
          { group: review.groupId, school: review.schoolId },
          {
            describe: `What ${review.school} agreed, word for word`,
          },
        ),
      ),
      whoReads(`${review.specialist} and the hub lead see your answer`),
    ],
  };
}

/** `commitments`: everything about one school's, word for word. */
export function schoolCommitmentsCard(
  review: ReviewView,
  may: { answer: boolean; sign: boolean; record: boolean },
): Card {
  const args = { group: review.groupId, school: review.schoolId };
  const { answer } = review;
  return {
    kind: 'card',
    title: `Commitments of ${review.school}`,
    summary: `What ${review.school} agreed, and how it stands`,
    body: [
      text(review.signed),
      quiet(`${review.form}.`),
      ...(answer ? [quiet(`${review.halfTermName}: “${answerWords[answer.answer]}” (${answer.by})`)] : []),
      ...buttonsOf(review, args, may),
      ...review.lines.flatMap((line) => drawCommitment(line)),
      ...(review.differ.length === 0 ? [] : [divider, heading('Where the papers differ')]),
      ...review.differ.flatMap(({ about, says, held }) => [
        text(bold(`${capitalise(about)}. `), ...says.map((one) => `${capitalise(one.where)}: ${one.says}. `), held),
      ]),
      ...ahead(review),
      whoReads(
        'the school’s people in the group, the specialist and the hub lead; answers of the head: head, specialist and hub lead',
      ),
    ],
  };
}

function buttonsOf(
  review: ReviewView,
  args: Readonly<Record<string, string>>,
  may: { answer: boolean; sign: boolean; record: boolean },
): Element[] {
  const buttons = [
    ...(may.answer
      ? [button('Answer one by one', 'commitments.each', { ...args, halfTerm: review.halfTerm }, { style: 'primary' })]
      : []),
    ...(may.sign
      ? [button('I sign', 'commitments.take-on', { ...args, answer: 'kept' }, may.answer ? {} : { style: 'primary' })]
      : []),
    ...(may.record ? [button('Record signatures', 'commitments.sign', args)] : []),
  ];
  return buttons.length === 0 ? [] : [actions(...buttons)];
}

const drawCommitment = (line: CommitmentLine): Element[] => [
  divider,
  text(
    bold(line.title),
    ...(line.answer === undefined ? [] : [`: ${lineWords[line.answer].toLowerCase()}`]),
    line.expected ? ' (expected, not on the form)' : '',
  ),
  quote(line.wording),
  facts(
    ['Who', capitalise(line.owedBy)],
    ...line.findings.map(({ label, value }) => [label, capitalise(value)] as const),
  ),
];

/** The same for those who see every school. */
export function commitmentsCard(view: {
  groupId: string;
  schools: readonly Pick<ReviewView, 'schoolId' | 'school' | 'signedShort' | 'answer' | 'halfTermName'>[];
}): Card {
  const [first] = view.schools;
  return {
    kind: 'card',
    title: 'Commitments',
    summary: 'What the schools agreed, and how it stands',
    body: [
      {
        kind: 'table',
        caption: 'Each school’s signature, and its head’s answer for this half-term',
        columns: ['School', `Signed, and ${first?.halfTermName ?? 'this half-term'}`],
        rows: view.schools.map(({ school, signedShort, answer }): Span[][] => [
          [school],
          [`${signedShort}; `, answer ? `“${answerWords[answer.answer]}”` : 'no answer yet'],
        ]),
      },
      actions(
        ...view.schools.map(({ schoolId, school }) =>
          button(
            school,
            'commitments.show',
            { group: view.groupId, school: schoolId },
            {
              describe: `What ${school} agreed, and what the record shows`,
            },
          ),
        ),
      ),
      whoReads('the specialist and the hub lead see every school; each school sees its own'),
    ],
  };
}

/** Of a programme whose papers name nothing that schools sign. */
export function noCommitmentsCard(programme: string, expectations: readonly string[]): Card {
  return {
    kind: 'card',
    title: 'Commitments',
    summary: 'The programme’s papers state nothing that schools sign',
    body: [
      text(`The papers of ${programme} state nothing that schools sign or promise.`),
      ...(expectations.length === 0 ? [] : [heading('What is expected')]),
      ...expectations.map((one) => text(`• ${capitalise(one)}`)),
    ],
  };
}

/** What a head said, passed on to the specialist. */
export function reviewTalkCard(data: {
  head: string;
  school: string;
  email: string;
  /** "Autumn 1", or that a new head was asked to take the commitments on. */
  about: string;
  /** Commitments that the head would like to talk about; empty: all of them. */
  talk: readonly string[];
  /** Commitments that are kept in part. */
  partly: readonly string[];
  /** Commitments that somebody else sees to now. */
  notMe: readonly string[];
}): Card {
  const { head, school, talk, partly, notMe } = data;
  const onlyMoved = talk.length === 0 && notMe.length > 0;
  return {
    kind: 'card',
    title: onlyMoved ? `Who sees to it now at ${school}?` : `${head} would like to talk`,
    summary: onlyMoved
      ? `${head} (${school}) says that somebody else sees to a part of what was agreed`
      : `${head} (${school}) would like to talk about the commitments`,
    body: [
      text(
        person(head),
        onlyMoved
          ? ` of ${school} says that somebody else sees to a part of what was agreed (${data.about}).`
          : ` of ${school} would like to talk about what was agreed (${data.about}).`,
      ),
      facts(
        ...(talk.length > 0 ? [['To talk about', talk.join(', ')] as const] : []),
        ...(partly.length > 0 ? [['Partly', partly.join(', ')] as const] : []),
        ...(notMe.length > 0 ? [['Somebody else’s now', notMe.join(', ')] as const] : []),
        ['Email', data.email],
      ),
      whoReads('only you see this'),
    ],
  };
}

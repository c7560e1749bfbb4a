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
  text,
} from './model.js';
import { people, whoReads } from './words.js';

export type ReviewAnswer = 'kept' | 'partly' | 'talk' | 'notMe';

export interface ReviewView {
  groupId: string;
  schoolId: string;
  /** "1" … "6" */
  halfTerm: string;
  halfTermName: string;
  school: string;
  teachers: readonly string[];
  specialist: string;
  agreed: readonly string[];
  /** "Signed on Mon 7 Sep by …", or that no signature is recorded. */
  signed: string;
  record: readonly { label: string; value: string }[];
  next: readonly { label: string; value: string }[];
  answer?: { answer: ReviewAnswer; by: string } | undefined;
}

export const answerWords: Readonly<Record<ReviewAnswer, string>> = {
  kept: 'All as agreed',
  partly: 'Partly',
  talk: 'Need to talk',
  notMe: 'No longer me',
};

const agreement = (title: string, { agreed }: ReviewView): Element[] => [
  heading(title),
  ...agreed.map((wording) => text(`• ${wording}`)),
];

const pairs = (rows: ReviewView['record']): Element =>
  facts(...rows.map(({ label, value }) => [label, value] as const));

const ahead = ({ next }: ReviewView): Element[] => (next.length > 0 ? [heading('What is next'), pairs(next)] : []);

const recordAndNext = (review: ReviewView): Element[] => [
  ...agreement('What was agreed', review),
  quiet(review.signed),
  heading('What the record shows'),
  pairs(review.record),
  ...ahead(review),
];

/** Once a half-term, to the head: one message and one question. */
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
              answer.answer === 'talk' ? `${review.specialist} has been told.` : 'You can change it here.',
            ),
          ]
        : [text('Is it going as agreed for ', ...people(review.teachers), '?')]),
      actions(
        ...(['kept', 'partly', 'talk'] as const).map((choice) =>
          button(
            answerWords[choice],
            'commitments.answer',
            { ...args, answer: choice },
            choice === 'kept' && !answer ? { style: 'primary' } : {},
          ),
        ),
        ...(answer ? [] : [later]),
        button('Not me any more', 'people.stand-down', { group: review.groupId }),
      ),
      ...recordAndNext(review),
      whoReads(`${review.specialist} and the hub lead see your answer`),
    ],
  };
}

/** `commitments`, at any time: a head's own school, or every school for the specialist. */
export function commitmentsCard(schools: readonly ReviewView[]): Card {
  const [first, ...others] = schools;
  const alike = first && others.length > 0 && others.every((review) => sameWording(review, first));
  return {
    kind: 'card',
    title: 'Commitments',
    summary: 'What the schools agreed, and how it stands',
    body: alike
      ? [
          ...agreement('What every school agreed', first),
          ...schools.flatMap((review) => [
            divider,
            ...nameAndAnswer(review),
            quiet(review.signed),
            pairs(review.record),
          ]),
          divider,
          ...ahead(first),
        ]
      : schools.flatMap((review, index) => [
          ...(index === 0 ? [] : [divider]),
          ...nameAndAnswer(review),
          ...recordAndNext(review),
        ]),
  };
}

const nameAndAnswer = ({ school, answer, halfTermName }: ReviewView): Element[] => [
  text(bold(school)),
  ...(answer ? [quiet(`${halfTermName}: “${answerWords[answer.answer]}”`)] : []),
];

const sameWording = (one: ReviewView, other: ReviewView): boolean => one.agreed.join('\n') === other.agreed.join('\n');

/** What a head said, passed on to the specialist. */
export function reviewTalkCard(data: { head: string; school: string; email: string; halfTerm: string }): Card {
  return {
    kind: 'card',
    title: `${data.head} would like to talk`,
    summary: `${data.head} (${data.school}) would like to talk about the commitments`,
    body: [
      text(person(data.head), ` of ${data.school} would like to talk about what was agreed (${data.halfTerm}).`),
      facts(['Email', data.email]),
      whoReads('only you see this'),
    ],
  };
}

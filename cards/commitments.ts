import { people, whoReads } from './meetings.js';
import { actions, type Button, bold, button, type Card, facts, heading, notice, person, quiet, text } from './model.js';

export type ReviewAnswer = 'kept' | 'partly' | 'talk';

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

const answerWords: Readonly<Record<ReviewAnswer, string>> = {
  kept: 'All as agreed',
  partly: 'Partly',
  talk: 'Need to talk',
};

const recordAndNext = (review: ReviewView): Card['body'] => [
  heading('What was agreed'),
  ...review.agreed.map((wording) => text(`• ${wording}`)),
  quiet(review.signed),
  heading('What the record shows'),
  facts(...review.record.map(({ label, value }) => [label, value] as const)),
  ...(review.next.length > 0
    ? [heading('What is next'), facts(...review.next.map(({ label, value }) => [label, value] as const))]
    : []),
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
  return {
    kind: 'card',
    title: 'Commitments',
    summary: 'What the schools agreed, and how it stands',
    body: schools.flatMap((review, index) => [
      ...(index === 0 ? [] : [{ kind: 'divider' } as const]),
      text(bold(review.school)),
      ...(review.answer ? [quiet(`${review.halfTermName}: “${answerWords[review.answer.answer]}”`)] : []),
      ...recordAndNext(review),
    ]),
  };
}

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

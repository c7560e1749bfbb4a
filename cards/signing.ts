import { answerWords, type ReviewView } from './commitments.js';
import { actions, type Button, button, type Card, facts, notice, person, quiet, text } from './model.js';
import { whoReads } from './words.js';

/** To somebody whom the form names and who has not signed. */
export function takeOnCard(
  review: Pick<ReviewView, 'groupId' | 'schoolId' | 'school' | 'specialist' | 'lines' | 'signed'>,
  state: {
    taken: string | undefined;
    talk: boolean;
    /** "head teacher", "lead teacher" */
    role: string;
    isHead: boolean;
    isTeacher: boolean;
    /** Somebody who has left signed in this place. */
    takesOn: boolean;
    /** Nobody is asked after this. */
    last: boolean;
  },
  later: Button,
): Card {
  const args = { group: review.groupId, school: review.schoolId };
  const { taken, talk, takesOn } = state;
  return {
    kind: 'card',
    title: takesOn ? `What ${review.school} has agreed` : `Please sign for ${review.school}`,
    summary: takesOn
      ? `${review.school} signed some commitments: will you take them on?`
      : `What ${review.school} agrees for this year: will you sign?`,
    body: [
      ...(taken !== undefined
        ? [notice('good', taken)]
        : talk
          ? [
              notice(
                'info',
                `${review.specialist} hears that you would like to talk. You can still ${takesOn ? 'take them on' : 'sign'} here.`,
              ),
            ]
          : [
              text(
                takesOn
                  ? `The school has promised this to the Work Group. As ${state.role}, will you take it on?`
                  : `This is what the school agrees for the Work Group’s year. As ${state.role}, will you sign it?`,
              ),
            ]),
      ...review.lines.filter(({ expected }) => !expected).map(({ wording }) => text(`• ${wording}`)),
      quiet(review.signed),
      ...(state.last && taken === undefined ? [quiet('I will not ask you again.')] : []),
      actions(
        ...(taken === undefined
          ? [
              button(
                takesOn ? 'I take them on' : 'I sign',
                'commitments.take-on',
                { ...args, answer: 'kept' },
                {
                  style: 'primary',
                },
              ),
              ...(talk || !state.isHead
                ? []
                : [button(answerWords.talk, 'commitments.take-on', { ...args, answer: 'talk' })]),
              later,
              state.isTeacher
                ? button('Not me', 'commitments.take-on', { ...args, answer: 'notMe' })
                : button('Not me any more', 'people.stand-down', { group: review.groupId }),
            ]
          : [button('What the record shows', 'commitments.show', args)]),
      ),
      whoReads('the school’s people in the group, the specialist and the hub lead see who has signed'),
    ],
  };
}

/** To the specialist: somebody whom the form should mean says that it does not. */
export function notSigningCard(data: {
  groupId: string;
  schoolId: string;
  name: string;
  email: string;
  school: string;
}): Card {
  return {
    kind: 'card',
    title: `Who signs at ${data.school}?`,
    summary: `${data.name} says that the form of ${data.school} does not mean them`,
    body: [
      text(person(data.name), ` says that the form of ${data.school} does not mean them, and is not asked again.`),
      text('Please ask the school who signs. A signature on paper is recorded with the commitments.'),
      facts(['Email', data.email]),
      actions(button('Commitments', 'commitments.show', { group: data.groupId, school: data.schoolId })),
      whoReads('only you see this'),
    ],
  };
}

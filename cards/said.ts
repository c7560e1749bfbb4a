import { actions, type Button, bold, button, type Card, quiet, text } from './model.js';

/** A question that is open, with the buttons that answer it. */
export interface AskedView {
  title: string;
  groupName?: string | undefined;
  buttons: readonly Button[];
}

const asked = ({ title, groupName, buttons }: AskedView): Card['body'] => [
  text(bold(title), ...(groupName === undefined ? [] : [` ${groupName}`])),
  actions(...buttons.map((one) => ({ ...one, describe: `${one.label}, for: ${title}` }))),
];

/** Words that were taken as an answer: what it was taken for, and the ways back. */
export function takenCard(data: { words: string; back: Button; others: readonly Button[] }): Card {
  return {
    kind: 'card',
    title: 'Taken as your answer',
    summary: data.words,
    body: [text(data.words), actions(data.back, ...data.others)],
  };
}

/** Words that could answer several questions, or that do not fit the one that is open. */
export function whichAnswerCard(questions: readonly AskedView[], more: number): Card {
  const [only, ...others] = questions;
  const title = only && others.length === 0 ? 'What is your answer?' : 'Which of these do you mean?';
  return {
    kind: 'card',
    title,
    summary: title,
    body: [
      ...questions.flatMap(asked),
      ...(more > 0 ? [quiet(`${more} more ${more === 1 ? 'is' : 'are'} open: type “home” to see everything.`)] : []),
    ],
  };
}

/** An answer to something that has been answered: the question as it stands, which can be changed. */
export const answeredAlreadyCard = (question: Card): Card => ({
  ...question,
  body: [
    text('You have answered this already, so nothing was changed. If you mean another answer, press it here.'),
    ...question.body,
  ],
});

const helpButton = button('What can you do?', 'help', {});

/** Words that only a person can answer. */
export function passOnCard(data: {
  /** What is in the way of understanding it: "I know of no meeting on 29 Sep." */
  why?: string | undefined;
  /** To whom it can be passed on, one for each group. */
  offers: readonly { to: string; group: string; at: string }[];
  open?: AskedView | undefined;
}): Card {
  const { why, offers, open } = data;
  const [first, ...others] = offers;
  const words = first && others.length === 0 ? `I can pass this on to ${first.to}.` : 'I can pass this on to a person.';
  return {
    kind: 'card',
    title: first ? 'I did not understand that' : 'I do not know that one',
    summary: first ? words : 'I do not know that one',
    body: [
      ...(why === undefined ? [] : [text(why)]),
      ...(first
        ? [text(words, ' They get your words as you wrote them, and your name. I keep nothing else of it.')]
        : []),
      actions(
        ...offers.map(({ to, group, at }, index) =>
          button(`Pass on to ${to}`, 'words.pass-on', { group, at }, index === 0 ? { style: 'primary' } : {}),
        ),
        helpButton,
      ),
      ...(open ? [quiet('Or is it your answer to this?'), ...asked(open)] : []),
    ],
  };
}

/** What somebody wrote to the bot, passed on to whoever leads the group. */
export function passedOnCard(data: { name: string; email: string; when: string; words: string }): Card {
  return {
    kind: 'card',
    title: `${data.name} wrote to me`,
    summary: `${data.name} wrote to me, and asked me to pass it on`,
    body: [
      text(`On ${data.when}, ${data.name} asked me to pass this on to you:`),
      { kind: 'text', text: [data.words], tone: 'quote' },
      quiet(`Reply to ${data.name} yourself: ${data.email}. Only those who lead the group get this.`),
    ],
  };
}

/** For a typed word that is nearly a command. */
export function didYouMeanCard(nearest: { words: string; route: string }): Card {
  return {
    kind: 'card',
    title: `Did you mean “${nearest.words}”?`,
    summary: `Did you mean “${nearest.words}”?`,
    body: [actions(button(`Yes, ${nearest.words}`, nearest.route, {}, { style: 'primary' }), helpButton)],
  };
}

export const helpOfferCard = (title: string): Card => ({
  kind: 'card',
  title,
  summary: title,
  body: [actions(helpButton)],
});

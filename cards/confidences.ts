import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  divider,
  type Element,
  type Form,
  notice,
  person,
  quiet,
  quote,
  text,
} from './model.js';
import { whoReads } from './words.js';

/** Words of somebody's own: a reflection of hers, or feedback on a lesson of hers. */
export interface OwnWords {
  /** What buttons name it by. */
  item: string;
  kind: 'reflection' | 'feedback';
  /** "One bar model", "Feedback on your lesson, Thu 17 Sep" */
  title: string;
  shared: boolean;
  /** Names of those who may read it beside its author. */
  readers: readonly string[];
}

const inWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const count = (n: number, one: string, many: (words: string) => string): string[] =>
  n === 0 ? [] : [n === 1 ? one : many(inWords[n] ?? String(n))];

const list = (names: readonly string[]): string => new Intl.ListFormat('en-GB').format(names);

/** "your three earlier reflections and the feedback on your lesson" */
const whatIsAsked = (words: readonly OwnWords[]): string => {
  const of = (kind: OwnWords['kind']) => words.filter((one) => one.kind === kind).length;
  const reflections = count(of('reflection'), 'your earlier reflection', (n) => `your ${n} earlier reflections`);
  const feedback = count(of('feedback'), 'the feedback on your lesson', (n) => `the feedback on ${n} of your lessons`);
  return list([...reflections, ...feedback]);
};

const titles = (words: readonly OwnWords[]): string => list(words.map(({ title }) => `“${title}”`));

/** To an author, once, when somebody else leads the group than those for whom she wrote. */
export function earlierWordsCard(data: {
  groupId: string;
  reader: { id: string; name: string };
  /** What the reader may not read. */
  asked: readonly OwnWords[];
  /** What the author has said yes to. */
  agreed: readonly OwnWords[];
  answered: boolean;
}): Card {
  const { reader, asked, agreed } = data;
  const args = { group: data.groupId, reader: reader.id };
  const answer = (label: string, value: string) =>
    button(label, 'reflections.answer', { ...args, answer: value }, { describe: `${label}: ${reader.name}` });
  const isOpen = !data.answered && asked.length > 0;
  return {
    kind: 'card',
    title: 'Your earlier reflections',
    summary: isOpen ? `May ${reader.name} read ${whatIsAsked(asked)}?` : saidOf(reader.name, agreed),
    body: [
      ...(isOpen
        ? [
            text('May ', person(reader.name), `, who leads the group now, read ${whatIsAsked(asked)}?`),
            quiet(`It is about ${titles(asked)}.`),
            actions(
              answer('Yes to all', 'all'),
              answer('No', 'none'),
              button('Choose one by one', 'reflections.choose', args),
            ),
            quiet('Whatever you say is fine, and no answer means no.'),
          ]
        : [
            notice('info', saidOf(reader.name, agreed)),
            ...(data.answered ? [actions(button('Take my answer back', 'reflections.undo', args))] : []),
          ]),
      quiet('You can change this at any time: type “reflections”.'),
      whoReads(`only you see this message; ${reader.name} reads what you say yes to, and no head does`),
    ],
  };
}

const saidOf = (name: string, agreed: readonly OwnWords[]): string =>
  agreed.length === 0
    ? `${name} does not read what you wrote before.`
    : `You said yes: ${name} may read ${titles(agreed)}.`;

/** One by one, with a tick for each. */
export const chooseWordsForm = (data: {
  groupId: string;
  reader: { id: string; name: string };
  choices: readonly Choice[];
  ticked: readonly string[];
}): Form => ({
  kind: 'form',
  title: 'Choose one by one',
  submit: { route: 'reflections.choose', args: { group: data.groupId, reader: data.reader.id }, label: 'Save' },
  body: [
    {
      kind: 'multi-select',
      name: 'items',
      label: `What may ${data.reader.name} read?`,
      hint: 'What you leave out stays between those who have it already.',
      value: data.ticked,
      choices: data.choices,
    },
    whoReads(`you, and ${data.reader.name} what you tick; no head reads it`),
  ],
});

const whoMayRead = (words: OwnWords): string =>
  words.shared
    ? 'Shared: the whole Work Group may read it, heads included.'
    : words.readers.length === 0
      ? 'Not shared: only you can read it.'
      : `Not shared: ${list(['you', ...words.readers])} can read it, and nobody else.`;

/** Everything that somebody has sent or was written to her, and who reads it. */
export function ownWordsCard(data: {
  groupId: string;
  words: readonly OwnWords[];
  /** Whether there is somebody whom the author could say yes to. */
  mayChoose: (words: OwnWords) => boolean;
  /** Where older ones begin. */
  older: string | undefined;
}): Card {
  const { groupId, words } = data;
  return {
    kind: 'card',
    title: 'Your reflections, and who reads them',
    summary: 'Your reflections, and who reads them',
    body: [
      ...(words.length === 0 ? [text('You have sent no reflection yet.')] : []),
      ...words.flatMap((one): Element[] => {
        const args = { group: groupId, item: one.item };
        const describe = (what: string) => ({ describe: `${what}: ${one.title}` });
        return [
          divider,
          text(bold(one.title)),
          quiet(whoMayRead(one)),
          actions(
            button('Read it', 'reflections.read', args, describe('Read it')),
            ...(one.shared
              ? [
                  button(
                    'Stop sharing',
                    'task.unshare',
                    { group: groupId, reflection: one.item.slice(2) },
                    describe('Stop sharing'),
                  ),
                ]
              : []),
            ...(data.mayChoose(one)
              ? [button('Who may read it', 'reflections.readers', args, describe('Who may read it'))]
              : []),
          ),
        ];
      }),
      ...(data.older === undefined
        ? []
        : [actions(button('Earlier ones', 'reflections.show', { group: groupId, from: data.older }))]),
      whoReads('only you see this page'),
    ],
  };
}

export const oneOfOwnCard = (
  words: OwnWords,
  pieces: readonly { prompt: string | undefined; text: string }[],
): Card => ({
  kind: 'card',
  title: words.kind === 'feedback' ? 'Feedback on your lesson' : 'Your reflection',
  summary: words.title,
  body: [
    text(bold(words.title)),
    ...pieces.flatMap(({ prompt, text: said }) => [...(prompt === undefined ? [] : [quiet(prompt)]), quote(said)]),
    quiet(whoMayRead(words)),
  ],
});

/** Of one reflection or one piece of feedback. */
export const readersForm = (data: {
  groupId: string;
  words: OwnWords;
  choices: readonly Choice[];
  ticked: readonly string[];
}): Form => ({
  kind: 'form',
  title: 'Who may read it',
  submit: { route: 'reflections.readers', args: { group: data.groupId, item: data.words.item }, label: 'Save' },
  body: [
    text(bold(data.words.title)),
    {
      kind: 'multi-select',
      name: 'readers',
      label: 'Of those who lead the group',
      hint: 'Take a tick away, and they cannot read it any more.',
      value: data.ticked,
      choices: data.choices,
    },
    whoReads('you, and those whom you tick; no head reads it'),
  ],
});

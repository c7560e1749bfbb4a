import { type TaskView, withheldNote } from './gap-tasks.js';
import { countWords } from './meetings.js';
import { actions, bold, button, type Card, facts, heading, person, quiet, quote, text } from './model.js';
import { people, whoReads } from './words.js';

export interface DigestView {
  groupId: string;
  meeting: { when: string; where: string; counts: { yes: number; no: number; unsure: number } };
  coming: Readonly<Record<'yes' | 'no' | 'unsure' | 'silent', readonly string[]>>;
  task?: TaskView | undefined;
  /** Replies that are not the reader's to read. */
  withheld: number;
  ideas: readonly { idea: string; voices: readonly { author: string; text: string; shared: boolean }[] }[];
  themes: readonly { words: string; people: number }[];
  quietWord: readonly { name: string; reason: string }[];
  openWith: string;
}

/** The day before a meeting, to the specialist: five minutes' reading. */
export function digestCard(digest: DigestView): Card {
  const { coming, meeting } = digest;
  const list = (names: readonly string[]) => (names.length === 0 ? ['nobody'] : people(names));
  return {
    kind: 'card',
    title: `For the meeting on ${meeting.when}`,
    summary: `For the meeting on ${meeting.when}: ${countWords(meeting.counts)}`,
    body: [
      heading('What to open with'),
      text(digest.openWith),
      heading('Who comes'),
      facts(
        [`Yes (${coming.yes.length})`, ...list(coming.yes)],
        [`No (${coming.no.length})`, ...list(coming.no)],
        [`Not sure (${coming.unsure.length})`, ...list(coming.unsure)],
        [`No answer (${coming.silent.length})`, ...list(coming.silent)],
      ),
      ...(digest.task
        ? [
            heading(`Reflections: ${digest.task.replied} of ${digest.task.of}`),
            ...(digest.ideas.length === 0 ? [quiet('No words yet.')] : []),
            ...digest.ideas.flatMap(({ idea, voices }) => [
              text(bold(idea)),
              ...voices.map((voice) =>
                quote(voice.text, '\n', person(voice.author), voice.shared ? ', shared' : ', not shared'),
              ),
            ]),
            ...withheldNote(digest.withheld),
          ]
        : []),
      ...(digest.themes.length > 0
        ? [
            heading('Words that come back'),
            text(digest.themes.map(({ words, people: count }) => `${words} (${count} people)`).join(' · ')),
          ]
        : []),
      ...(digest.quietWord.length > 0
        ? [
            heading('Who may like a quiet word'),
            ...digest.quietWord.map(({ name, reason }) => text(person(name), `: ${reason}`)),
          ]
        : []),
      ...(digest.task
        ? [actions(button('Read every reply', 'task.read', { group: digest.groupId, task: digest.task.id }))]
        : []),
      whoReads('only you see this page'),
    ],
  };
}

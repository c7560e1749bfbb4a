import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  date,
  divider,
  type Element,
  type Field,
  type Form,
  person,
  quiet,
  text,
} from './model.js';
import { whoReads } from './words.js';

/** Evidence that somebody has noted. */
export interface NoteView {
  id: string;
  /** "A report was sent" */
  what: string;
  /** "Fri 4 Jun 2027" */
  day: string;
  words: string;
  by: string;
}

/** How many notes of a school a card shows. */
const shown = 8;

const readers = whoReads('the school’s people in the group, the specialist and the hub lead');

/** `evidence`: what was noted by hand, school by school. */
export function evidenceCard(view: {
  groupId: string;
  schools: readonly { id: string; school: string; notes: readonly NoteView[]; mayNote: boolean }[];
}): Card {
  const one = view.schools.length === 1 ? view.schools[0] : undefined;
  return {
    kind: 'card',
    title: 'Evidence noted by hand',
    summary: 'Reports, evaluation, textbooks and the like',
    body: [
      quiet('Meetings, release, visits, gap tasks and TRGs count by themselves; what no record shows is noted here.'),
      ...(view.schools.some(({ mayNote }) => mayNote)
        ? [
            actions(
              button(
                'Note something',
                'evidence.note',
                { group: view.groupId, ...(one && { school: one.id }) },
                {
                  style: 'primary',
                },
              ),
              button('Commitments', 'commitments.show', { group: view.groupId }),
            ),
          ]
        : []),
      ...view.schools.flatMap(({ school, notes, mayNote }): Element[] => [
        divider,
        text(bold(school), notes.length === 0 ? ': nothing noted yet' : ''),
        ...notes.slice(0, shown).flatMap((note) => drawNote(view.groupId, note, mayNote && one !== undefined)),
        ...(notes.length > shown ? [quiet(`And ${notes.length - shown} earlier ones.`)] : []),
      ]),
      readers,
    ],
  };
}

const drawNote = (group: string, note: NoteView, mayUndo: boolean): Element[] => [
  text(date(note.day), `: ${note.what}. ${note.words} (`, person(note.by), ')'),
  ...(mayUndo
    ? [
        actions(
          button('Take it back', 'evidence.undo', { group, note: note.id }, { describe: `Take back: ${note.words}` }),
        ),
      ]
    : []),
];

export function evidenceForm(data: {
  args: Readonly<Record<string, string>>;
  school: string | undefined;
  schools: readonly Choice[];
  choices: readonly Choice[];
  day: string;
}): Form {
  const [first] = data.schools;
  const which: (Element | Field)[] =
    data.school === undefined && first
      ? [{ kind: 'select', name: 'school', label: 'School', value: first.value, choices: data.schools }]
      : [quiet(`${data.school}.`)];
  return {
    kind: 'form',
    title: 'Note evidence',
    submit: { route: 'evidence.note', args: data.args, label: 'Save' },
    body: [
      ...which,
      {
        kind: 'select',
        name: 'what',
        label: 'What it is',
        ...(data.choices[0] && { value: data.choices[0].value }),
        choices: data.choices,
      },
      { kind: 'date', name: 'day', label: 'Day', required: true, value: data.day },
      {
        kind: 'text',
        name: 'words',
        label: 'A few words',
        lines: 'one',
        required: true,
        placeholder: 'For example: sent to the hub by email',
      },
      readers,
    ],
  };
}

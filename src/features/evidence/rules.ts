import type { NoteView } from '../../../cards/evidence.js';
import type { Choice } from '../../../cards/model.js';
import { type CivilDate, formatFullDate } from '../../calendar/dates.js';
import { paperDayFault } from '../../calendar/record-days.js';
import { type Group, personName } from '../../store/groups.js';
import { programmeOf } from '../programmes/of-group.js';
import { type CommitmentNote, type NoteWish, notedKinds } from './schema.js';

/** What can be noted in a group's programme: each commitment with the kinds that nothing else shows. */
export const choicesOf = (group: Group): Choice[] =>
  programmeOf(group).commitments.flatMap(({ key, title, evidence }) =>
    notedKinds
      .filter(({ id }) => evidence.some((kind) => kind === id))
      .map(({ id, label }) => ({ value: `${key}/${id}`, label: `${label} (${title})` })),
  );

const labelOf = (kind: string): string => notedKinds.find(({ id }) => id === kind)?.label ?? kind;

export const viewNote = (group: Group, note: CommitmentNote): NoteView => ({
  id: note.id,
  what: labelOf(note.kind),
  day: formatFullDate(note.day),
  words: note.words,
  by: personName(group, note.byId),
});

/** What is wrong with a note, by field, or nothing. @param others those of the school */
export function checkNote(
  group: Group,
  schoolId: string,
  wish: Pick<NoteWish, 'what' | 'day' | 'words'>,
  others: readonly CommitmentNote[],
  today: CivilDate,
): Partial<Record<'school' | 'what' | 'day' | 'words', string>> {
  const school = group.schools.find(({ id }) => id === schoolId);
  if (!school) return { school: 'That school is not in this Work Group. Please choose one of its schools.' };
  if (!choicesOf(group).some(({ value }) => value === wish.what)) {
    return { what: 'The programme counts no such evidence. Please choose from the list.' };
  }
  const day = paperDayFault(school.calendar, wish.day, today);
  if (day !== undefined) return { day };
  const same = others.find(
    (one) => `${one.key}/${one.kind}` === wish.what && one.day === wish.day && one.words === wish.words,
  );
  return same ? { words: 'This is noted already.' } : {};
}

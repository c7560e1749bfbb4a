import { evidenceCard, evidenceForm } from '../../../cards/evidence.js';
import { civilDate } from '../../calendar/dates.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import type { Role } from '../../store/groups.js';
import { mayNote, noteEvidence, undoNote } from './actions.js';
import { choicesOf, viewNote } from './rules.js';
import { maybeSchoolArgs, noteArgs, noteValues } from './schema.js';
import { listNotes } from './store.js';

const who: readonly Role[] = ['specialist', 'advocate', 'headOfDepartment', 'head'];

const none = 'In this programme nothing is noted by hand: the records show it all.';

async function showEvidence(context: Context): Promise<Reply> {
  const { db, groupId } = context;
  const group = await context.group();
  const schools = group.schools.filter(({ id }) => maySee('commitmentNotes', context, { schoolId: id }));
  if (schools.length === 0) return refused('No school of yours is in this Work Group.');
  if (choicesOf(group).length === 0) return refused(none);
  const notes = await listNotes(db, groupId);
  return show(
    evidenceCard({
      groupId,
      schools: schools.map(({ id, name }) => ({
        id,
        school: name,
        notes: (notes.get(id) ?? []).map((note) => viewNote(group, note)).reverse(),
        mayNote: mayNote(context, id),
      })),
    }),
  );
}

export const evidenceRoutes: readonly Route[] = [
  defineRoute({
    id: 'evidence.show',
    who: everyone,
    command: { words: 'evidence', help: 'See and note reports, evaluation, textbooks and the like' },
    args: maybeSchoolArgs,
    view: (context) => showEvidence(context),
  }),
  defineRoute({
    id: 'evidence.note',
    who,
    args: maybeSchoolArgs,
    values: noteValues,
    view: async (context, args) => {
      const group = await context.group();
      const choices = choicesOf(group);
      if (choices.length === 0) return refused(none);
      const mine = group.schools.filter(({ id }) => mayNote(context, id));
      const [first, ...others] = mine;
      const school = mine.find(({ id }) => id === args.school) ?? (others.length === 0 ? first : undefined);
      if (!first || (args.school !== undefined && school?.id !== args.school)) {
        return refused('That is about another school.');
      }
      return open(
        evidenceForm({
          args: { group: group.id, ...(school && { school: school.id }) },
          school: school?.name,
          schools: school ? [] : mine.map(({ id, name }) => ({ value: id, label: name })),
          choices,
          day: civilDate(context.now, group.zone),
        }),
      );
    },
    act: async (context, args, wish) => {
      const group = await context.group();
      const own = group.schools.find(({ id }) => mayNote(context, id))?.id;
      return noteEvidence(context, args.school ?? wish.school ?? own ?? '', wish);
    },
  }),
  defineRoute({ id: 'evidence.undo', who, args: noteArgs, act: (context, args) => undoNote(context, args.note, true) }),
  defineRoute({
    id: 'evidence.redo',
    who,
    args: noteArgs,
    act: (context, args) => undoNote(context, args.note, false),
  }),
];

import { takeBackCard } from '../../../cards/undo.js';
import { civilDate } from '../../calendar/dates.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { holdGroup, schoolName } from '../../store/groups.js';
import { checkNote, viewNote } from './rules.js';
import type { NoteWish } from './schema.js';
import * as store from './store.js';

const gone = 'That is not there any more, so nothing was changed.';

/** Who notes something for a school: its people, and the specialist. */
export const mayNote = ({ parts }: Context, schoolId: string): boolean =>
  parts.some((part) => part.role === 'specialist' || (part.role !== 'hubLead' && part.schoolId === schoolId));

export async function noteEvidence(context: Context, schoolId: string, wish: NoteWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  if (!mayNote(context, schoolId)) return faults({ school: 'Please choose one of your schools.' });
  const others = (await store.listNotes(db, groupId)).get(schoolId) ?? [];
  const wrong = checkNote(group, schoolId, wish, others, civilDate(now, group.zone));
  if (Object.keys(wrong).length > 0) return faults(wrong);
  const [key = '', kind = ''] = wish.what.split('/');
  const { day, words } = wish;
  const id = await store.saveNote(db, {
    groupId,
    schoolId,
    key,
    kind,
    day,
    words,
    byId: actor.personId,
    createdAt: now,
  });
  const said = `Noted for ${schoolName(group, schoolId)}: ${words}`;
  const back = { label: 'Take it back', route: 'evidence.undo', args: { group: groupId, note: id } };
  return done(said, takeBackCard('Noted', said, back));
}

export async function undoNote(context: Context, id: string, back: boolean): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const note = await store.findNote(db, groupId, id);
  if (!note || !maySee('commitmentNotes', context, note) || !mayNote(context, note.schoolId)) return refused(gone);
  if ((note.undoneAt !== null) === back) {
    return refused(back ? 'That is taken back already.' : 'That is there already.');
  }
  await store.setUndone(db, id, back ? now : null);
  const { what, words } = viewNote(await context.group(), note);
  if (!back) return done(`It is there again: ${words}`);
  const said = `Taken back: ${what}, ${words}`;
  const again = { label: 'Put it in again', route: 'evidence.redo', args: { group: groupId, note: id } };
  return done(said, takeBackCard('Taken back', said, again));
}

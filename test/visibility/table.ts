import type { Item } from '../../src/edge/visibility.js';

/** DOMAIN's table, once more by hand. Readers: A author, S specialist (whom the form named: roles.test.ts has who did not), L hub lead; of the school that it is about a
 * advocate, d head of department, h head; of other schools x advocate, y head of department, z head. */
export const table: Readonly<Record<Item, string>> = {
  draft: 'A',
  reflection: 'A S',
  sharedReflection: 'S L a d h x y z',
  lessonFeedback: 'A S',
  visit: 'S L a d h',
  visitNotes: 'S a d h',
  actionPlan: 'S a d h',
  commitments: 'S L a d h',
  commitmentAnswers: 'S L h',
  commitmentNotes: 'S L a d h',
  attendance: 'S L a d h',
  release: 'S L a d h',
  funding: 'S L d h',
  trg: 'S a d h',
  openClassroom: 'S L a d h x y z',
  openClassroomReturn: 'S a d h',
  headsMeeting: 'S L h z',
  headMeeting: 'S L h',
  contributions: 'A S L',
  overview: 'L',
};

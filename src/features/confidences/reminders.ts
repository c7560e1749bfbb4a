import { earlierWordsCard } from '../../../cards/confidences.js';
import type { Builder } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import { listConfidants } from '../../store/confidences.js';
import { membersWith, personName } from '../../store/groups.js';
import { chain } from './actions.js';
import { agreedTo, keptFrom, viewWords } from './rules.js';
import { hasAnswered, listConfidences, listConsents } from './store.js';

/** Whoever leads a group now asks each author once about what was written for somebody else. */
export const planConfidences: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'confidence') return [];
  const confidants = await listConfidants(tx, group);
  if (confidants.length === 0) return [];
  const authors = [...new Set(membersWith(group, 'advocate').map(({ personId }) => personId))];
  const words = await listConfidences(tx, group, authors);
  const consents = await listConsents(tx, group.id);
  return confidants.flatMap((reader) =>
    authors.flatMap((authorId): Plan[] => {
      if (authorId === reader.personId) return [];
      const own = words.filter((one) => one.authorId === authorId);
      const [newest] = keptFrom(own, reader.personId);
      const answered = consents.some((one) => one.authorId === authorId && one.readerId === reader.personId);
      if (!newest) return [];
      return [
        {
          kind: 'earlier-words',
          topic: 'confidence',
          subjectId: reader.personId,
          personId: authorId,
          occurrence: '0',
          chain,
          why: `${reader.name} leads the group now`,
          dueAt: newest.at,
          late: 'send',
          ...(answered && { skip: 'has answered' }),
        },
      ];
    }),
  );
};

export const confidenceBuilders: Record<string, Builder> = {
  'earlier-words': async ({ db, group }, delivery) => {
    const { subjectId: readerId, personId: authorId } = delivery;
    if (authorId === null) return undefined;
    const confidants = await listConfidants(db, group);
    const own = await listConfidences(db, group, [authorId]);
    const leads = confidants.some(({ personId }) => personId === readerId);
    const answered = await hasAnswered(db, { groupId: group.id, authorId, readerId });
    const asked = leads ? keptFrom(own, readerId) : [];
    return {
      card: earlierWordsCard({
        groupId: group.id,
        reader: { id: readerId, name: personName(group, readerId) },
        asked: asked.map((one) => viewWords(one, confidants)),
        agreed: (leads ? agreedTo(own, readerId) : []).map((one) => viewWords(one, confidants)),
        answered,
      }),
      confidential: true,
      ...(answered && { skip: 'has answered' }),
      ...(!answered && asked.length === 0 && { skip: 'there is nothing to ask' }),
    };
  },
};

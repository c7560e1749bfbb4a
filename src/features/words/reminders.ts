import { passedOnCard } from '../../../cards/said.js';
import { formatInstant } from '../../calendar/dates.js';
import type { Builder } from '../../delivery/building.js';
import { findPerson } from '../../store/people.js';
import { findWords, passedOn } from './store.js';

export const wordsBuilders: Record<string, Builder> = {
  [passedOn]: async ({ db, group }, delivery) => {
    const words = await findWords(db, delivery.subjectId);
    const writer = words && (await findPerson(db, words.personId));
    if (!writer) return undefined;
    return {
      card: passedOnCard({
        name: writer.name,
        email: writer.email,
        when: formatInstant(words.at, group.zone),
        words: words.text,
      }),
      confidential: true,
    };
  },
};

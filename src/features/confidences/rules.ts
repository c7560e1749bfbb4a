import type { OwnWords } from '../../../cards/confidences.js';
import type { Member } from '../../store/groups.js';
import type { Confidence } from './schema.js';

export const isGiven = ({ given }: Confidence, readerId: string): boolean =>
  given.some((one) => one.readerId === readerId);

/** What a reader may not read. */
export const keptFrom = (words: readonly Confidence[], readerId: string): Confidence[] =>
  words.filter((one) => !one.shared && !isGiven(one, readerId));

/** What a reader may read because its author has said yes. */
export const agreedTo = (words: readonly Confidence[], readerId: string): Confidence[] =>
  words.filter(({ given }) => given.some((one) => one.readerId === readerId && one.how === 'agreed'));

/** Whom an author may say yes or no to: feedback stays with whoever wrote it. */
export const choosable = (words: Confidence, confidants: readonly Member[]): Member[] =>
  confidants.filter(
    ({ personId }) =>
      personId !== words.authorId &&
      !(words.kind === 'feedback' && words.given.some((one) => one.readerId === personId && one.how === 'named')),
  );

/** @param confidants those who lead the group and may read private words at all */
export const viewWords = (words: Confidence, confidants: readonly Member[]): OwnWords => ({
  item: words.item,
  kind: words.kind,
  title: words.title,
  shared: words.shared,
  readers: confidants
    .filter(({ personId }) => personId !== words.authorId && isGiven(words, personId))
    .map(({ name }) => name),
});

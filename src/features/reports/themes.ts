/** Words that carry no theme of their own. */
const common = new Set(
  `a about above after again all also am an and any are as at be because been before being but by can could did do does
doing down each even every few first for from get got had has have he her here him his how i if in into is it its just
know last less like lot made make many me more most much my need new next no not now of off on once one only or other our
out over own really said same saw see she should so some still such than that the their them then there these they thing
things think this those through time to too tried try two under until up us use used using very was way we well went were
what when where which while who why will with without would year you your children class lesson pupils maths`.split(
    /\s+/u,
  ),
);

/** Most themes to show. */
const most = 5;

/**
 * Words and pairs of words that come back in what several people wrote, most people first.
 * @param voices one text a person
 */
export function findThemes(voices: readonly string[]): { words: string; people: number }[] {
  const counts = new Map<string, number>();
  for (const voice of voices) {
    for (const phrase of new Set(phrasesOf(voice))) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  const shared = [...counts]
    .filter(([, people]) => people >= 2)
    .map(([words, people]) => ({ words, people }))
    .sort((a, b) => b.people - a.people || b.words.length - a.words.length || a.words.localeCompare(b.words));
  // "bar model" says what "bar" and "model" would say again.
  return shared
    .filter(
      ({ words, people }) =>
        !shared.some(
          (other) => other.words !== words && other.words.split(' ').includes(words) && other.people >= people,
        ),
    )
    .slice(0, most);
}

function phrasesOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}][\p{L}'’-]*/gu) ?? [];
  return words.flatMap((word, index) => {
    const next = words[index + 1];
    if (isCommon(word)) return [];
    return next === undefined || isCommon(next) ? [word] : [word, `${word} ${next}`];
  });
}

const isCommon = (word: string): boolean => word.length < 3 || common.has(word);

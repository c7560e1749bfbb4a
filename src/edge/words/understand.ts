import { addDays, type CivilDate, weekday } from '../../calendar/dates.js';
import { commandPhrases, greetingPhrases, helpPhrases, type Meaning, meanings, thanksPhrases } from './phrases.js';

/** A day as people write it: "29 Sep", "the 29th", "Tuesday", "tomorrow". */
export interface SaidDay {
  day?: number;
  /** 1 is January. */
  month?: number;
  /** 1 is Monday. */
  weekday?: number;
  /** Days from today. */
  away?: number;
}

export type Understood =
  | { kind: 'answer'; meaning: Meaning; on?: SaidDay }
  /** A command in its own words. */
  | { kind: 'command'; words: string }
  | { kind: 'help' | 'greeting' | 'thanks' };

/** Characters of the longest message that can be one of our phrases. */
const longest = 160;

const emoji: readonly (readonly [RegExp, string])[] = [
  [/👍|👌|🆗|🙏|:\+1:|:thumbsup:|:ok_hand:|:pray:/gu, ' thumbsup '],
  [/❤|💕|🧡|💛|💚|💙|💜|:heart:/gu, ' heart '],
  [/🙂|😊|😀|😃|😄|😁|☺|:smile:|:slightly_smiling_face:|:blush:|(^|\s)[:;]-?\)/gu, ' smile '],
  [/🎉|🥳|👏|🙌|⭐|🌟|:tada:|:clap:|:raised_hands:/gu, ' party '],
];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthWords =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const dayWords = 'mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?';
const before = '(?:(?:to|at|for) (?:the|our) meeting |meeting )?(?:(?:on|for|this|next|until) )?(?:the )?';

/** How a day is written, and how to read it. The more there is of it, the earlier it is looked for. */
const dayForms: readonly (readonly [RegExp, (found: readonly (string | undefined)[]) => SaidDay])[] = [
  [
    new RegExp(
      `\\b${before}(?:(?:${dayWords}) (?:the )?)?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthWords})(?: \\d{4})?\\b`,
      'u',
    ),
    ([, day, month]) => ({ day: Number(day), month: monthOf(month) }),
  ],
  [
    new RegExp(
      `\\b${before}(?:(?:${dayWords}) )?(${monthWords}) (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: \\d{4})?\\b`,
      'u',
    ),
    ([, month, day]) => ({ day: Number(day), month: monthOf(month) }),
  ],
  [
    new RegExp(`\\b${before}(?:(?:${dayWords}) )?(\\d{1,2})/(\\d{1,2})(?:/\\d{2,4})?(?!\\d)`, 'u'),
    ([, day, month]) => ({ day: Number(day), month: Number(month) }),
  ],
  [
    new RegExp(`\\b${before}(?:(?:${dayWords}) (?:the )?)?(\\d{1,2})(?:st|nd|rd|th)\\b`, 'u'),
    ([, day]) => ({ day: Number(day) }),
  ],
  [
    new RegExp(`\\b${before}(${dayWords})(?: (?:morning|afternoon))?\\b`, 'u'),
    ([, name]) => ({ weekday: days.findIndex((one) => name?.startsWith(one)) + 1 }),
  ],
  [/\b(?:to the meeting )?(today|tomorrow)\b/u, ([, word]) => ({ away: word === 'today' ? 0 : 1 })],
];

const monthOf = (name: string | undefined): number => months.findIndex((one) => name?.startsWith(one)) + 1;

const politeStart =
  /^(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|morning|thanks|thank you|(?:so |very |really )?sorry|apologies|im afraid|unfortunately|sadly|well|oh|ah|ok|okay|just to say|please note|actually|(?:so )?sorry but|there|all|but|that)\s+(?=\S)/u;
const politeEnd =
  /\s+(?:thanks|thank you|many thanks|thanks (?:so|very) much|thank you (?:so|very) much|ta|cheers|(?:so |very |really )?sorry|apologies|im afraid|unfortunately|sadly|please|x+|thumbsup|smile|heart|party|though|i think|kind regards|best wishes)$/u;

/** Small letters, words with one blank between them, no punctuation or markup. */
function plainWords(text: string): string {
  // "Hi Kate," and "Thanks Kate" speak to somebody; the name says nothing more.
  let plain = text
    .normalize('NFKC')
    .trim()
    .replace(
      /^(hi|hello|hey|dear|good morning|good afternoon|morning|thanks|thank you)\s+\p{Lu}\p{Ll}+(?=[\s]*(?:[,.!\n]|$))/iu,
      '$1',
    );
  plain = plain.toLowerCase();
  for (const [sign, word] of emoji) plain = plain.replace(sign, word);
  return plain
    .replace(/['’‘`´]/gu, '')
    .replace(/\ufe0f|\p{Emoji_Modifier}/gu, '')
    .replace(/[*_~>.,!;:"“”()–—-]+/gu, ' ')
    .replace(/\?+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function trimPoliteness(words: string): string {
  let rest = words;
  for (;;) {
    const less = rest.replace(politeStart, '').replace(politeEnd, '');
    if (less === rest) return rest;
    rest = less;
  }
}

/** The one day that is named, and what is said without it; undefined when several are. */
function takeDay(words: string): { rest: string; on?: SaidDay } | undefined {
  for (const [form, read] of dayForms) {
    const found = form.exec(words);
    if (!found) continue;
    const rest = words.replace(form, ' ').replace(/\s+/gu, ' ').trim();
    return dayForms.some(([other]) => other.test(rest)) ? undefined : { rest, on: read(found) };
  }
  return { rest: words };
}

const compile = (phrases: readonly string[]): RegExp =>
  new RegExp(
    `^(?:${phrases
      .map((phrase) =>
        phrase
          .replaceAll('[', '(?:')
          .replaceAll(']', ')?')
          .replaceAll(/\((?!\?)/gu, '(?:'),
      )
      .join('|')})$`,
    'u',
  );

const compileAll = <Key extends string>(table: Readonly<Record<Key, readonly string[]>>): [Key, RegExp][] =>
  (Object.entries(table) as [Key, readonly string[]][]).map(([key, phrases]) => [key, compile(phrases)]);

const answerForms = compileAll(meanings);
const commandForms = compileAll(commandPhrases);
const [helpForm, greetingForm, thanksForm] = [helpPhrases, greetingPhrases, thanksPhrases].map(compile);

/** What a message means, if it is one of the phrases that we know, whole; undefined: a person must read it. */
export function understand(text: string): Understood | undefined {
  if (text.length > longest) return undefined;
  const words = plainWords(text);
  if (words === '') return undefined;
  const bareWords = trimPoliteness(words);
  for (const said of [words, bareWords]) {
    const command = commandForms.find(([, form]) => form.test(said));
    if (command) return { kind: 'command', words: command[0] };
    if (helpForm?.test(said)) return { kind: 'help' };
    if (greetingForm?.test(said)) return { kind: 'greeting' };
    if (thanksForm?.test(said)) return { kind: 'thanks' };
  }
  // A question is no answer: "can I come on Tuesday?"
  if (text.includes('?')) return undefined;
  const taken = takeDay(bareWords);
  if (!taken) return undefined;
  const said = trimPoliteness(taken.rest);
  const answer = answerForms.find(([, form]) => form.test(said));
  return answer && { kind: 'answer', meaning: answer[0], ...(taken.on && { on: taken.on }) };
}

/** Whether somebody who writes of a day, today, may mean this one. */
export function isDay(said: SaidDay, date: CivilDate, today: CivilDate): boolean {
  const [, month, day] = date.split('-').map(Number);
  return (
    (said.day === undefined || said.day === day) &&
    (said.month === undefined || said.month === month) &&
    (said.weekday === undefined || said.weekday === weekday(date)) &&
    (said.away === undefined || addDays(today, said.away) === date)
  );
}

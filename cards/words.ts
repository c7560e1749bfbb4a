import { type Element, person, quiet, type Span } from './model.js';

export const whoReads = (words: string): Element => quiet(`Who sees this: ${words}.`);

/** "Ann Lee and Bo Hart" */
export function people(names: readonly string[]): Span[] {
  return names.flatMap((name, index) => [
    ...(index === 0 ? [] : [index === names.length - 1 ? ' and ' : ', ']),
    person(name),
  ]);
}

/** As a fact of its own: "at Oakfield Primary" is "Oakfield Primary", "online" is "Online". */
export const place = (where: string): string => capitalise(where.replace(/^at /u, ''));

export const capitalise = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** What makes a channel a group's own: it is typed in the channel, and begins differently there. */
export const setupWords = '“/workgroup setup” (in Teams “@Work Group setup”)';
/** The same for the heads’ own channel. */
export const setupHeadsWords = '“/workgroup setup heads” (in Teams “@Work Group setup heads”)';

/** What a platform's door makes of something that people wrote to each other in a group's channel. Words are not kept. */
export interface Heard {
  groupId: string;
  personId: string;
  /** The platform's name for the message. */
  ref: string;
  /** The platform's name for the message whose thread it is in. */
  under?: string | undefined;
  at: Date;
  /** It ends a sentence with a question mark. */
  asks: boolean;
  /** Where to read it. */
  url?: string | undefined;
}

const closing = /["'”’»)\]*_~]/u;

/** Whether a sentence ends with a question mark; one within an address does not count. */
export const asksSomething = (text: string): boolean =>
  // Letter by letter: a pattern would go through a long row of question marks again from each of them.
  text.split(/\s+/u).some((word) => {
    let end = word.length - 1;
    while (closing.test(word[end] ?? '')) end -= 1;
    while (word[end] === '!') end -= 1;
    return word[end] === '?';
  });

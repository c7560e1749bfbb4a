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

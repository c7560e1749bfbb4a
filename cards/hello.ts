import { type Card, quiet, text } from './model.js';

/** Once, where the bot was added to a team or a group chat: what it is for, and what to do next. */
export const helloCard = (): Card => ({
  kind: 'card',
  title: 'Hello',
  summary: 'Hello: I look after a Work Group’s dates, gap tasks and reminders',
  body: [
    text('I look after a Work Group’s dates, gap tasks and reminders.'),
    text('To begin, the specialist mentions me and writes “setup” in the Work Group’s channel or chat.'),
    quiet('Nothing is posted here before that. Mention me and write “help” to see what I can do.'),
  ],
});

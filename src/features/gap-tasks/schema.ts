import { z } from 'zod';
import { dateValue, textValue } from '../../edge/values.js';
import type { Prisma } from '../../store/generated/sqlite/client.js';
import { ideas } from './big-ideas.js';

export const withEverything = {
  prompts: { orderBy: { position: 'asc' } },
  reflections: { include: { answers: true }, orderBy: [{ updatedAt: 'asc' }, { person: { name: 'asc' } }] },
} satisfies Prisma.GapTaskInclude;

/** A gap task with its questions and everybody's reply; only words that are shared with the group are in it. */
export type GapTask = Prisma.GapTaskGetPayload<{ include: typeof withEverything }>;
export type Reflection = GapTask['reflections'][number];

/** What of a task's replies one person may read. */
export interface Replies {
  read: readonly Reflection[];
  /** Replies with words in them that were given to somebody else. */
  withheld: number;
}

/** Characters. Slack's text inputs hold 3,000, so an answer that fits here fits everywhere. */
export const limits = { title: 120, body: 2000, prompt: 200, answer: 3000 };

export const maybeTaskArgs = z.object({ group: z.string().optional(), task: z.string().optional() });
export const taskArgs = z.object({ group: z.string(), task: z.string() });
/** `readers`: ids of those whom the open form names, with spaces between. */
export const reflectArgs = maybeTaskArgs.extend({ readers: z.string().optional() });
export const ownArgs = z.object({ group: z.string(), reflection: z.string() });
export const replyArgs = taskArgs.extend({ reply: z.enum(['notYet', 'didNotWork', 'back']) });

export const taskValues = z.object({
  title: textValue(limits.title, 'Please give it a short title.'),
  body: textValue(limits.body, 'Please say what to try.'),
  ideas: z
    .array(
      z.enum(
        ideas.map((idea) => idea.id),
        'Please choose from the list.',
      ),
    )
    .min(1, 'Please choose at least one.'),
  due: dateValue,
});
export type TaskWish = z.infer<typeof taskValues>;

/** One `prompts-<idea>` a chosen idea; one question a line. */
export const promptsValues = z.record(z.string(), z.string()).transform((values, context) => {
  const prompts = Object.entries(values).flatMap(([field, lines]) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((text) => ({ field, idea: field.slice('prompts-'.length), text })),
  );
  for (const { field, text } of prompts) {
    if (text.length > limits.prompt) {
      context.addIssue({
        code: 'custom',
        message: `Please keep each question under ${limits.prompt} characters.`,
        path: [field],
      });
    }
  }
  if (prompts.length === 0) {
    context.addIssue({
      code: 'custom',
      message: 'Please leave at least one question.',
      path: [Object.keys(values)[0] ?? ''],
    });
  }
  if (prompts.length > 12) {
    context.addIssue({
      code: 'custom',
      message: 'Please keep it to twelve questions in all.',
      path: [Object.keys(values)[0] ?? ''],
    });
  }
  return prompts.map(({ idea, text }) => ({ idea, text }));
});

/** `p-<prompt id>` for each answer, beside how it went and the two permissions. */
export const reflectionValues = z
  .object({
    status: z.preprocess(
      (value) => value || 'done',
      z.enum(['done', 'didNotWork', 'notYet'], 'Please choose from the list.'),
    ),
    shared: z.boolean(),
    quotable: z.boolean(),
  })
  .catchall(textValue(limits.answer))
  .transform(({ status, shared, quotable, ...answers }) => ({
    status,
    shared,
    quotable,
    answers: readAnswers(answers),
  }));

export function readAnswers(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(values)
      .filter(([field]) => field.startsWith('p-'))
      .map(([field, text]) => [field.slice(2), String(text)]),
  );
}
export type ReflectionWish = z.infer<typeof reflectionValues>;

import { args, type ReplyStatus, type TaskView } from './gap-tasks.js';
import { bold, type Choice, type Element, type Field, type Form, heading, notice, quiet, text } from './model.js';
import { whoReads } from './words.js';

export function taskForm(data: {
  groupId: string;
  taskId?: string | undefined;
  title: string;
  body: string;
  ideas: readonly string[];
  choices: readonly Choice[];
  due: string | undefined;
  meeting: string | undefined;
}): Form {
  return {
    kind: 'form',
    title: data.taskId ? 'Change the gap task' : 'Set a gap task',
    submit: {
      route: 'task.set',
      args: { group: data.groupId, ...(data.taskId !== undefined && { task: data.taskId }) },
      label: 'Next: the questions',
    },
    body: [
      {
        kind: 'text',
        name: 'title',
        label: 'Title',
        lines: 'one',
        required: true,
        value: data.title,
        placeholder: 'For example: one bar model, two questions',
      },
      { kind: 'text', name: 'body', label: 'What to try', lines: 'many', required: true, value: data.body },
      {
        kind: 'multi-select',
        name: 'ideas',
        label: 'Big Ideas, and ways of working',
        hint: 'One or more. Each brings its own questions, which you can change in the next step.',
        required: true,
        value: data.ideas,
        choices: data.choices,
      },
      {
        kind: 'date',
        name: 'due',
        label: 'Reply by',
        required: true,
        hint: data.meeting
          ? `Proposed: five school days before the meeting on ${data.meeting}.`
          : 'No meeting is planned after this.',
        ...(data.due !== undefined && { value: data.due }),
      },
    ],
  };
}

/** The second step: the questions, one a line. */
export function promptsForm(data: {
  task: TaskView;
  published: boolean;
  ideas: readonly { id: string; label: string; prompts: readonly string[] }[];
}): Form {
  return {
    kind: 'form',
    title: 'What people are asked',
    submit: { route: 'task.publish', args: args(data.task), label: data.published ? 'Save' : 'Set the task' },
    body: [
      text(bold(data.task.title)),
      quiet('One question a line. Two or three in all are plenty for a reply in two minutes.'),
      ...data.ideas.map(
        ({ id, label, prompts }): Field => ({
          kind: 'text',
          name: `prompts-${id}`,
          label,
          lines: 'many',
          value: prompts.join('\n'),
        }),
      ),
      whoReads('everyone in the channel sees the task, and whoever replies sees the questions'),
    ],
  };
}

/** @param readers those who lead the group and will read it: what nobody will read stays with its writer for good */
function whoReadsReflection(readers: readonly { name: string }[], shared: boolean): string {
  const names = new Intl.ListFormat('en-GB').format(['you', ...readers.map(({ name }) => name)]);
  if (shared) {
    return `Who reads this: the whole Work Group, heads included, because you share it. Take the tick below away, and only ${names} read it.`;
  }
  return readers.length === 0
    ? 'Who reads this: you alone, unless you share it below.'
    : `Who reads this: ${names}. No head reads it, unless you share it below.`;
}

export function reflectionForm(data: {
  task: TaskView;
  /** Those who lead the group, and will read it. */
  readers: readonly { id: string; name: string }[];
  prompts: readonly { id: string; idea: string; text: string; answer: string }[];
  status: ReplyStatus | undefined;
  shared: boolean;
  quotable: boolean;
}): Form {
  const { task, readers } = data;
  return {
    kind: 'form',
    title: 'My reflection',
    submit: {
      route: 'task.reflect',
      args: { ...args(task), readers: readers.map(({ id }) => id).join(' ') || 'nobody' },
      label: 'Send',
    },
    keep: { label: 'Save for later' },
    body: [
      text(bold(task.title)),
      notice('info', whoReadsReflection(readers, data.shared)),
      {
        kind: 'select',
        name: 'status',
        label: 'How did it go?',
        value: data.status === undefined || data.status === 'draft' ? 'done' : data.status,
        choices: [
          { value: 'done', label: 'I tried it' },
          { value: 'didNotWork', label: 'I tried it, and it did not work' },
          { value: 'notYet', label: 'Not yet' },
        ],
      },
      quiet('Answer as many as you like, in a sentence or two. Please name no children.'),
      ...data.prompts.flatMap((prompt, index): (Element | Field)[] => [
        ...(prompt.idea === data.prompts[index - 1]?.idea ? [] : [heading(prompt.idea)]),
        { kind: 'text', name: `p-${prompt.id}`, label: prompt.text, lines: 'many', value: prompt.answer },
      ]),
      {
        kind: 'toggle',
        name: 'shared',
        label: 'Sharing',
        text: 'Share this with the whole Work Group, heads included',
        value: data.shared,
      },
      {
        kind: 'toggle',
        name: 'quotable',
        label: 'Quoting',
        text: 'A sentence may be quoted in the report, without my name or school',
        value: data.quotable,
      },
      quiet(
        `You can change all of this until ${task.meeting ? `the meeting on ${task.meeting}` : 'the next meeting'}.`,
      ),
    ],
  };
}

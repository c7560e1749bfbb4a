import { args, type ReflectionView, showReflection, type TaskView } from './gap-tasks.js';
import { bold, button, type Card, notice, person, quiet, text } from './model.js';
import { whoReads } from './words.js';

/** The first message in a gap task's thread. */
export function taskThreadCard(task: TaskView): Card {
  return {
    kind: 'card',
    title: 'Reflections, together',
    summary: `Shared reflections on “${task.title}” appear here`,
    body: [
      ...(task.withdrawn ? [notice('warning', 'This task has been withdrawn.')] : []),
      text('What people share about ', bold(task.title), ' appears in this thread. Please reply to each other here.'),
      quiet(
        'Nothing appears that its author did not share, and whoever shared something can take it back while the task is open.',
      ),
      whoReads('everybody in this channel'),
    ],
  };
}

/** A reflection whose author shared it, in the thread of its task. */
export function sharedReflectionCard(task: TaskView, reflection: ReflectionView): Card {
  return {
    kind: 'card',
    title: 'A reflection, shared',
    summary: `${reflection.author} shared a reflection on “${task.title}”`,
    body: [...showReflection(reflection), whoReads('the whole Work Group, heads included')],
    more: button('Read the whole', 'task.shared', args(task)),
  };
}

/** Stands in the place of a reflection that is not shared any more; not a word of it is left. */
export function takenBackCard(author: string): Card {
  return {
    kind: 'card',
    title: 'Taken back',
    summary: `${author} has taken this back.`,
    body: [text(person(author), ' has taken this back.')],
  };
}

import { type DigestView, digestCard } from '../../../cards/digest.js';
import type { Card } from '../../../cards/model.js';
import { civilDate } from '../../calendar/dates.js';
import type { Viewer } from '../../edge/visibility.js';
import type { Tx } from '../../store/client.js';
import { type Group, type Member, membersWith, personName } from '../../store/groups.js';
import { ideas } from '../gap-tasks/big-ideas.js';
import { hasReplied, viewTask } from '../gap-tasks/rules.js';
import type { GapTask, Reflection } from '../gap-tasks/schema.js';
import { listTasks, readFor } from '../gap-tasks/store.js';
import { viewMeeting } from '../meetings/rules.js';
import type { Meeting } from '../meetings/schema.js';
import { findThemes } from './themes.js';

/** Characters of a reflection that the digest quotes; "Read every reply" has the whole. */
const excerpt = 240;

/** What a specialist reads before a meeting: of private words, those that are hers to read. */
export async function buildDigest(db: Tx, group: Group, meeting: Meeting, viewer: Viewer, now: Date): Promise<Digest> {
  const tasks = await listTasks(db, group.id);
  const task = tasks.find((one) => one.nextMeetingId === meeting.id);
  const advocates = membersWith(group, 'advocate');
  const named = (answer: 'yes' | 'no' | 'unsure'): string[] =>
    meeting.answers
      .filter((one) => one.answer === answer)
      .map((one) => personName(group, one.personId))
      .sort((a, b) => a.localeCompare(b));
  const silent = advocates.filter((one) => !meeting.answers.some((answer) => answer.personId === one.personId));
  const view = viewMeeting(group, meeting);
  const { read, withheld } = task ? await readFor(db, group, viewer, task) : { read: [], withheld: 0 };
  const byIdea = task ? voicesByIdea(group, task, read) : [];

  const card = digestCard({
    groupId: group.id,
    meeting: { when: view.when, where: view.where, counts: view.counts },
    coming: { yes: named('yes'), no: named('no'), unsure: named('unsure'), silent: silent.map((one) => one.name) },
    task: task && viewTask(group, task, meeting),
    withheld,
    ideas: byIdea,
    themes: findThemes(read.map(({ answers }) => answers.map(({ text }) => text).join('\n'))),
    quietWord: task ? quietWords(advocates, task, await lastDue(db, group, tasks, now), read) : [],
    openWith: openWith(task, byIdea, read),
  });
  return { card, isPrivate: read.some(({ shared, answers }) => !shared && answers.length > 0) };
}

interface Digest {
  card: Card;
  /** Whether words are in it that were not shared with the group. */
  isPrivate: boolean;
}

function voicesByIdea(group: Group, task: GapTask, read: readonly Reflection[]): DigestView['ideas'] {
  return ideas.flatMap(({ id, label }) => {
    const prompts = new Set(task.prompts.filter((prompt) => prompt.idea === id).map((prompt) => prompt.id));
    const voices = read.flatMap((reflection) => {
      const text = reflection.answers
        .filter((answer) => prompts.has(answer.promptId) && answer.text !== '')
        .map((answer) => answer.text)
        .join(' ');
      if (text === '') return [];
      return [{ author: personName(group, reflection.personId), text: shorten(text), shared: reflection.shared }];
    });
    return voices.length === 0 ? [] : [{ idea: label, voices }];
  });
}

function shorten(text: string): string {
  if (text.length <= excerpt) return text;
  const cut = text.slice(0, excerpt);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), excerpt / 2))}…`;
}

/** A task whose day has passed, and to whom a reminder of it has gone out. */
interface Due {
  task: GapTask;
  reminded: ReadonlySet<string>;
}

/** The last two tasks that were due. */
async function lastDue(db: Tx, group: Group, tasks: readonly GapTask[], now: Date): Promise<Due[]> {
  const due = tasks.filter(({ dueOn }) => dueOn < civilDate(now, group.zone)).slice(0, 2);
  const sent = await db.delivery.findMany({
    where: { groupId: group.id, chain: 'reflection', subjectId: { in: due.map(({ id }) => id) }, status: 'sent' },
    select: { subjectId: true, personId: true },
  });
  return due.map((task) => ({
    task,
    reminded: new Set(sent.flatMap(({ subjectId, personId }) => (subjectId === task.id ? (personId ?? []) : []))),
  }));
}

/** Those for whom it did not work, and those not heard from twice running, though they were reminded. */
function quietWords(
  advocates: readonly Member[],
  task: GapTask,
  due: readonly Due[],
  read: readonly Reflection[],
): DigestView['quietWord'] {
  return advocates.flatMap(({ personId, name }) => {
    if (read.some((one) => one.personId === personId && one.status === 'didNotWork'))
      return [{ name, reason: 'tried it, and it did not work' }];
    if (due.length < 2 || hasReplied(task, personId)) return [];
    const silent = due.every((one) => one.reminded.has(personId) && !hasReplied(one.task, personId));
    return silent ? [{ name, reason: 'has not replied to the last two tasks that were due' }] : [];
  });
}

/** The idea that most people wrote about, unless several found that it did not work: then that is the place to start. */
function openWith(task: GapTask | undefined, byIdea: DigestView['ideas'], read: readonly Reflection[]): string {
  if (!task) return 'No gap task led up to this meeting. A round of “one thing I tried since we met” is a good start.';
  const stuck = read.filter((one) => one.status === 'didNotWork').length;
  if (stuck >= 2)
    return `It did not work for ${stuck} people. Open with what they saw: it helps everyone, and nobody is alone with it.`;
  const most = [...byIdea].sort((a, b) => b.voices.length - a.voices.length)[0];
  if (!most) return `Few words are in yet. Open by letting pairs tell each other how “${task.title}” went.`;
  const shared = most.voices.find((voice) => voice.shared);
  return shared
    ? `${most.idea}: ask ${shared.author} to tell what happened; it is shared with the group already.`
    : `${most.idea}: most people wrote about it. None of it is shared yet, so ask who would like to tell.`;
}

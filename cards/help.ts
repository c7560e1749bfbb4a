import { actions, bold, button, type Card, quiet, text } from './model.js';

export interface Command {
  words: string;
  help: string;
}

const commandList = (commands: readonly Command[]): Card['body'] =>
  commands.map(({ words, help }) => text(bold(words), ` – ${help}`));

export function helpCard(commands: readonly Command[]): Card {
  return {
    kind: 'card',
    title: 'What you can do',
    summary: 'What you can do',
    body: [
      quiet(
        'Type any of these in a direct message to me. Each shows you something or opens a form; nothing happens until you press its button.',
      ),
      ...commandList(commands),
      quiet('Only you see what I answer.'),
      quiet(
        'What I count: how often each person writes in the channel, and never what. You see your own count, your specialist and the hub lead see everyone’s, and a head sees only how many people of the school took part.',
      ),
    ],
  };
}

/** For someone in several groups. */
export function groupChoiceCard(
  groups: readonly { groupId: string; groupName: string }[],
  route: string,
  args: Readonly<Record<string, string>>,
): Card {
  const names = new Map(groups.map((group) => [group.groupId, group.groupName]));
  return {
    kind: 'card',
    title: 'Which Work Group?',
    summary: 'Which Work Group?',
    body: [actions(...[...names].map(([group, name]) => button(name, route, { ...args, group })))],
  };
}

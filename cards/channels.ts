import { actions, bold, button, type Card, type Form, notice, text } from './model.js';
import { whoReads } from './words.js';

export interface GroupChoice {
  id: string;
  name: string;
  /** It has another channel, and would move here. */
  moves: boolean;
}

/** Which group is a channel for? @param now the group whose channel it is already */
export function setupForm(data: {
  channel: string;
  groups: readonly GroupChoice[];
  chosen?: string | undefined;
  now?: string | undefined;
}): Form {
  const moving = data.groups.filter(({ moves }) => moves).map(({ name }) => name);
  return {
    kind: 'form',
    title: 'Set up this channel',
    submit: { route: 'setup.bind', args: { channel: data.channel }, label: 'Use this channel' },
    body: [
      text(
        'The schedule, gap tasks and reminders of one Work Group will appear in this channel, and be kept up to date.',
      ),
      ...(data.now === undefined
        ? []
        : [
            notice(
              'info',
              'It is the channel of ',
              bold(data.now),
              ' now. Choosing another group takes it away from that one.',
            ),
          ]),
      {
        kind: 'select',
        name: 'group',
        label: 'Which Work Group is it for?',
        required: true,
        ...(data.chosen !== undefined && { value: data.chosen }),
        choices: data.groups.map(({ id, name, moves }) => ({
          value: id,
          label: moves ? `${name} (moves here)` : name,
        })),
        ...(moving.length > 0 && {
          hint: `${new Intl.ListFormat('en-GB').format(moving)} ${moving.length === 1 ? 'has another channel' : 'have other channels'}, and would move here.`,
        }),
      },
      whoReads('everybody in this channel sees what I post here'),
    ],
  };
}

/** What happens now, and one press to take it back. */
export function boundCard(groupName: string, waiting: number, undo: Readonly<Record<string, string>>): Card {
  const next =
    waiting === 0
      ? 'Nothing is waiting to be posted.'
      : `${waiting === 1 ? 'One message that was waiting is' : `${waiting} messages that were waiting are`} posted next.`;
  return {
    kind: 'card',
    title: 'This channel is set up',
    summary: `This channel is now that of ${groupName}.`,
    body: [
      text('This channel is now that of ', bold(groupName), '.'),
      text(
        `From now on its schedule, gap tasks and reminders of meetings appear here, on school days between 08:00 and 17:00. ${next}`,
      ),
      text('People who join the channel get a short private welcome, once.'),
      actions(
        button('What comes next', 'upcoming.show', { group: undo.group ?? '' }),
        button('Undo', 'setup.unbind', undo),
      ),
      whoReads('everybody in this channel sees what I post here'),
    ],
  };
}

/** Nothing needs doing. */
export const alreadyBoundCard = (groupName: string, groupId: string): Card => ({
  kind: 'card',
  title: 'This channel is set up already',
  summary: `This channel is already that of ${groupName}.`,
  body: [
    text('This channel is already that of ', bold(groupName), '. Nothing was changed.'),
    actions(button('What comes next', 'upcoming.show', { group: groupId })),
  ],
});

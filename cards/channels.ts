import { actions, bold, button, type Card, type Element, type Form, notice, type Span, text } from './model.js';
import { whoReads } from './words.js';

export interface GroupChoice {
  id: string;
  name: string;
  /** It has another channel, and would move here. */
  moves: boolean;
}

/** For everybody in the group, or for its heads. */
type Audience = 'group' | 'heads';

const words = {
  group: {
    title: 'Set up this channel',
    route: 'setup.bind',
    use: [
      text(
        'The schedule, gap tasks and reminders of one Work Group will appear in this channel, and be kept up to date.',
      ),
    ],
    whose: (name: string): Span[] => [bold(name)],
    asked: 'Which Work Group is it for?',
    after: (next: string): Element[] => [
      text(
        `From now on its schedule, gap tasks and reminders of meetings appear here, on school days between 08:00 and 17:00. ${next}`,
      ),
      text('People who join the channel get a short private welcome, once.'),
    ],
  },
  heads: {
    title: 'The heads’ own channel',
    route: 'setup.heads',
    use: [
      text(
        'When the heads of one Work Group meet, it is announced in this channel; nothing of the schedule, gap tasks or reflections is. What the heads write to each other here is not counted.',
      ),
      notice(
        'warning',
        'Please look first who is in this channel: it should be the heads, the specialist and the hub lead alone.',
      ),
    ],
    whose: (name: string): Span[] => ['the heads of ', bold(name)],
    asked: 'The heads of which Work Group?',
    after: (next: string): Element[] => [
      text(
        `Meetings of all the heads are announced here, on school days between 08:00 and 17:00. Reminders go to each head in a message of their own. ${next}`,
      ),
      text('Heads who join the channel get a short private welcome, once.'),
    ],
  },
} as const;

/** Which group is a channel for? @param now the group whose channel it is already */
export function setupForm(data: {
  audience: Audience;
  groups: readonly GroupChoice[];
  chosen?: string | undefined;
  now?: string | undefined;
}): Form {
  const moving = data.groups.filter(({ moves }) => moves).map(({ name }) => name);
  const { title, route, use, whose, asked } = words[data.audience];
  return {
    kind: 'form',
    title,
    submit: { route, args: {}, label: 'Use this channel' },
    body: [
      ...use,
      ...(data.now === undefined
        ? []
        : [
            notice(
              'info',
              'It is the channel of ',
              ...whose(data.now),
              ' now. Choosing another group takes it away from that one.',
            ),
          ]),
      {
        kind: 'select',
        name: 'group',
        label: asked,
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
export function boundCard(
  audience: Audience,
  groupName: string,
  waiting: number,
  undo: Readonly<Record<string, string>>,
): Card {
  const { whose, after } = words[audience];
  const next =
    waiting === 0
      ? 'Nothing is waiting to be posted.'
      : `${waiting === 1 ? 'One message that was waiting is' : `${waiting} messages that were waiting are`} posted next.`;
  return {
    kind: 'card',
    title: 'This channel is set up',
    summary: `This channel is now that of ${plain(whose(groupName))}.`,
    body: [
      text('This channel is now that of ', ...whose(groupName), '.'),
      ...after(next),
      actions(
        button('What comes next', 'upcoming.show', { group: undo.group ?? '' }),
        button('Undo', 'setup.unbind', undo),
      ),
      whoReads('everybody in this channel sees what I post here'),
    ],
  };
}

/** Nothing needs doing. */
export const alreadyBoundCard = (audience: Audience, groupName: string, groupId: string, channel: string): Card => ({
  kind: 'card',
  title: 'This channel is set up already',
  summary: `This channel is already that of ${plain(words[audience].whose(groupName))}.`,
  body: [
    text('This channel is already that of ', ...words[audience].whose(groupName), '. Nothing was changed.'),
    actions(
      button('What comes next', 'upcoming.show', { group: groupId }),
      ...(audience === 'heads'
        ? [button('Not the heads’ channel any more', 'setup.unbind', { group: groupId, channel, audience })]
        : []),
    ),
  ],
});

/** To a hub lead: a link that was handed out has tied a workspace to the hub. */
export const workspaceTiedCard = (data: { hub: string; workspace: string; tied: boolean }): Card => ({
  kind: 'card',
  title: 'A Slack workspace was added',
  summary: `${data.workspace} was tied to ${data.hub}`,
  body: [
    text('The Slack workspace ', bold(data.workspace), ` was tied to ${data.hub} by the link for that.`),
    data.tied
      ? text(
          'People of your rosters are recognised in it by their email addresses. If you don’t know this workspace, please tell whoever runs the bot at once: they can take it back.',
        )
      : notice('good', 'It belongs to your hub no more.'),
    whoReads('the hub leads of your hub'),
  ],
});

const plain = (spans: readonly Span[]): string =>
  spans.map((span) => (typeof span === 'string' ? span : 'text' in span ? span.text : span.name)).join('');

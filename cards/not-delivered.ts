import { actions, bold, button, type Card, notice, person, quiet, type Span, text } from './model.js';
import { channelNames } from './upcoming.js';
import { capitalise, setupHeadsWords, setupWords, whoReads } from './words.js';

const headsChannel = 'heads-channel';

export interface NotDeliveredView {
  groupId: string;
  /** A person's id, "channel" or "heads-channel". */
  to: string;
  /** Absent: a channel of the group. */
  person?: { name: string; email: string } | undefined;
  /** What is in the way, by its code; absent or unknown: a fault of ours. */
  obstacle: string | undefined;
  /** Titles of the messages; `passed`: their moment is over, and they will not go out. */
  messages: readonly { title: string; passed: boolean }[];
}

interface Obstacle {
  /** After "could not be delivered: ". */
  why: string;
  /** What somebody can do. */
  remedy: string;
  /** What becomes of what waits. */
  after: string;
}

const again = 'Then press “Try again now”.';
const posted = 'What waits is posted then.';
const keeper = 'whoever looks after Slack or Teams for you';

const trouble: Obstacle = {
  why: 'I tried, without success, and the fault is on our side',
  remedy: `If it goes on, please tell ${keeper}.`,
  after: 'You need not do anything but press “Try again now” later.',
};

/** By the codes of src/delivery/messenger.ts. */
const obstacles: Readonly<Record<string, Obstacle>> = {
  'no-channel': {
    why: 'nobody has said yet which channel is the group’s',
    remedy: `Please go to the group’s channel and type ${setupWords} there.`,
    after: posted,
  },
  'not-in-channel': {
    why: 'I am not in the group’s channel',
    remedy: 'Please add me to the channel.',
    after: again,
  },
  'channel-gone': {
    why: 'the group’s channel is not there any more',
    remedy: `Please type ${setupWords} in the channel that the group has now.`,
    after: posted,
  },
  'channel-archived': {
    why: 'the group’s channel is archived',
    remedy: `Please bring it back, or type ${setupWords} in the channel that the group has now.`,
    after: again,
  },
  'not-there': {
    why: 'not here yet',
    remedy: 'Please invite them.',
    after: 'What waits goes out as soon as I see them there, or when you press “Try again now”.',
  },
  left: {
    why: 'their account was closed',
    remedy: `Please ask ${keeper} to open it again; or, if they have left the group, tell your hub lead who has come in their place.`,
    after: again,
  },
  blocked: {
    why: 'they do not let me write to them',
    remedy: 'Please ask them to allow messages from me.',
    after: again,
  },
  'app-not-added': {
    why: 'they do not have the app in Teams yet',
    remedy:
      'Please ask them to add it: in Teams, “Apps”, then “Work Group”, then “Add”. Or ask the Teams administrator of your hub to install it for them. A guest has to be a member of the group’s team.',
    after: 'What waits goes out as soon as the app is there, or when you press “Try again now”.',
  },
  'missing-permission': {
    why: 'I lack a permission',
    remedy: `Please ask ${keeper} to install me again with all the permissions that I ask for.`,
    after: again,
  },
  restored: {
    why: 'it may have gone out before the database was restored from a backup',
    remedy: `Please look whether it is there. If it is not, ${keeper} can send it again.`,
    after: again,
  },
  'not-installed': {
    why: 'I am not installed any more',
    remedy: `Please ask ${keeper} to install me again.`,
    after: again,
  },
};

/** Where it is the heads' own channel. */
const ofHeads: Readonly<Record<string, Obstacle>> = {
  'no-channel': {
    why: 'nobody has said which channel is the heads’ own',
    remedy: `Please go to the heads’ channel and type ${setupHeadsWords} there.`,
    after: posted,
  },
  'not-in-channel': {
    why: 'I am not in the heads’ channel',
    remedy: 'Please add me to the channel.',
    after: again,
  },
  'channel-gone': {
    why: 'the heads’ channel is not there any more',
    remedy: `Please type ${setupHeadsWords} in the channel that the heads have now.`,
    after: posted,
  },
  'channel-archived': {
    why: 'the heads’ channel is archived',
    remedy: `Please bring it back, or type ${setupHeadsWords} in the channel that the heads have now.`,
    after: again,
  },
};

const find = (code: string | undefined, to: string): Obstacle =>
  (to === headsChannel ? ofHeads[code ?? ''] : undefined) ?? obstacles[code ?? ''] ?? trouble;

/**
 * For lists, after the name of a message: "could not be delivered: not here yet".
 * @param to a person's id, "channel" or "heads-channel"
 */
export const heldUpWords = (code: string | undefined, to: string): string =>
  `could not be delivered: ${obstacleWords(code, to)}`;

/** What is in the way: "not here yet". @param to as above */
export const obstacleWords = (code: string | undefined, to: string): string => find(code, to).why;

/** What somebody can do about it: "Please invite them." @param to as above */
export const obstacleRemedy = (code: string | undefined, to: string): string => find(code, to).remedy;

/** To somebody who can do something about it: which messages, to whom, why, and what to do. */
export function notDeliveredCard(view: NotDeliveredView): Card {
  const { groupId, to, messages, obstacle } = view;
  const name = view.person?.name ?? channelOf(view);
  const waiting = messages.filter(({ passed }) => !passed);
  if (messages.length === 0) {
    return {
      kind: 'card',
      title: `For ${name}: nothing is held up any more`,
      summary: `For ${name}: nothing is held up any more`,
      body: [notice('good', 'What could not be delivered is on its way, or is not needed any more.')],
    };
  }
  const { why, remedy, after } = find(obstacle, to);
  const words = obstacle === 'not-there' && view.person ? `Please invite them: ${view.person.email}` : remedy;
  return {
    kind: 'card',
    title: `Not delivered to ${name}`,
    summary: `Not delivered to ${name}: ${why}`,
    body: [
      text(
        ...titles(waiting.length > 0 ? waiting : messages),
        ' could not be delivered to ',
        ...recipient(view),
        `. ${sentence(view, why)}`,
      ),
      text(words),
      ...(waiting.length > 0
        ? [
            text(after),
            actions(
              button('Try again now', 'delivery.retry', { group: groupId, to }, { describe: `Try again: ${name}` }),
            ),
          ]
        : [quiet('Its moment has passed, so it will not go out. What comes next would meet the same obstacle.')]),
      whoReads('only those who lead the group see this'),
    ],
  };
}

const channelOf = ({ to }: NotDeliveredView): string => channelNames[to === headsChannel ? 'heads' : 'group'];

const sentence = (view: NotDeliveredView, why: string): string =>
  why.startsWith('not ') ? `${view.person?.name ?? capitalise(channelOf(view))} is ${why}.` : `${capitalise(why)}.`;

const recipient = (view: NotDeliveredView): Span[] => (view.person ? [person(view.person.name)] : [channelOf(view)]);

const titles = (messages: readonly { title: string }[]): Span[] => {
  const names = [...new Set(messages.map(({ title }) => title))];
  return names.flatMap((title, index) => [
    ...(index === 0 ? [] : [index === names.length - 1 ? ' and ' : ', ']),
    bold(title),
  ]);
};

import { actions, button, type Element, type Form, notice, text } from './model.js';
import { whoReads } from './words.js';

export const resumeLabel = 'Write to me again';

/** @param until "Mon 2 Nov" */
export const pausedNotice = (until: string): Element[] => [
  notice('info', `You asked for quiet: I write to you again from ${until}.`),
  actions(button(resumeLabel, 'reminder.resume', {})),
];

/** Words are of someone who reads the form; dates are civil. */
export function pauseForm(data: {
  proposed: string;
  min: string;
  max: string;
  /** What comes all the same: "a head who would like to talk". */
  still: readonly string[];
  /** "Mon 2 Nov", when there is a pause already. */
  now?: string | undefined;
}): Form {
  const still =
    data.still.length === 0
      ? 'What is posted in the channel is not paused.'
      : `Still sent at once, because it cannot wait: ${data.still.join(', and ')}.`;
  return {
    kind: 'form',
    title: 'Pause messages',
    submit: { route: 'reminder.pause', args: {}, label: 'Pause' },
    body: [
      ...(data.now === undefined
        ? []
        : [text(`You have quiet until ${data.now}. To end it now, press “${resumeLabel}” on your page.`)]),
      {
        kind: 'date',
        name: 'until',
        label: `${resumeLabel} from`,
        required: true,
        value: data.proposed,
        min: data.min,
        max: data.max,
      },
      text(
        'Until then I ask you nothing. What would have come waits, and comes as one message that morning; what is of no use by then is left out.',
      ),
      text(still),
      whoReads('nobody is told; those who lead your group can see that messages to you wait'),
    ],
  };
}

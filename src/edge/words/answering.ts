import { button } from '../../../cards/model.js';
import {
  type AskedView,
  answeredAlreadyCard,
  helpOfferCard,
  passOnCard,
  takenCard,
  whichAnswerCard,
} from '../../../cards/said.js';
import { civilDate } from '../../calendar/dates.js';
import type { Clock } from '../../shared/clock.js';
import type { Database, Tx } from '../../store/client.js';
import type { Actor } from '../../store/people.js';
import { runOnce } from '../../store/unit-of-work.js';
import { answersOf, decide, type Question, type Questions } from '../question.js';
import { done, type Reply, show } from '../reply.js';
import type { Intent, Request } from '../request.js';
import type { Route } from '../route.js';
import { understand } from './understand.js';

export interface Words extends Questions {
  /** Keeps what somebody wrote until she has it passed on, and says to whom it can go. */
  offer(tx: Tx, actor: Actor, text: string, now: Date): Promise<{ to: string; group: string; at: string }[]>;
}

/** Questions shown at once. */
const shownAtOnce = 4;

/** What to do with words that are no command: the table of phrases says, and nothing is guessed. */
export function createAnswering(deps: {
  db: Database;
  clock: Clock;
  words: Words;
  routes: ReadonlyMap<string, Route>;
  /** Does what a button or a command asks for. */
  perform: (request: Request, intent: Intent) => Promise<Reply>;
}) {
  const { db, clock, words, routes, perform } = deps;

  const viewOf =
    (actor: Actor) =>
    (question: Question): AskedView => {
      const groups = new Map(actor.memberships.map(({ groupId, groupName }) => [groupId, groupName]));
      return {
        title: question.card.title,
        groupName: groups.size > 1 ? groups.get(question.groupId) : undefined,
        buttons: answersOf(question, routes).map((answer) => answer.button),
      };
    };

  async function passOn(request: Request, actor: Actor, text: string, why?: string): Promise<Reply> {
    const now = clock.now();
    const open = await openQuestions(actor);
    return runOnce(db, request.id, now, async (tx) => {
      const offers = await words.offer(tx, actor, text, now);
      const tooLong = offers.length === 0 && text.length > 1000;
      const [only, ...others] = open.map(viewOf(actor));
      return show(
        passOnCard({
          why: why ?? (tooLong ? longWords(text.length) : undefined),
          offers,
          open: others.length === 0 ? only : undefined,
        }),
      );
    });
  }

  const openQuestions = async (actor: Actor): Promise<Question[]> =>
    (await words.asked(actor, clock.now())).filter(
      (question) => !question.answered && answersOf(question, routes).length > 0,
    );

  /**
   * @returns undefined for what is no answer, and no phrase that we know
   * @param strict only an answer counts: people write to each other here
   */
  async function answer(request: Request, actor: Actor, text: string, strict = false): Promise<Reply | undefined> {
    const said = understand(text);
    if (!said) return undefined;
    if (said.kind !== 'answer') {
      if (strict) return undefined;
      switch (said.kind) {
        case 'command':
          return perform(request, { kind: 'command', text: said.words });
        case 'help':
          return show(helpOfferCard('I can show you what you can ask me.'));
        case 'greeting':
          return done(`Hello ${actor.name.split(' ')[0]}! Type “home” to see what is next, or “help” for everything.`);
        case 'thanks':
          return done('You are welcome.');
      }
    }
    const now = clock.now();
    const dated = await words.dated(actor, now);
    const inThread = request.under === undefined ? [] : await words.asked(actor, now, request.under);
    const asked = inThread.length > 0 || strict ? inThread : await words.asked(actor, now);
    const today = civilDate(now, actor.memberships[0]?.zone ?? 'Europe/London');
    const decision = decide(said, asked, strict ? [] : dated, dated, today, routes);
    switch (decision.kind) {
      case 'take': {
        const { route, args, back = {} } = decision.answer;
        const reply = await perform(request, { kind: 'press', route, args });
        if (reply.kind !== 'done') return reply;
        const taken = `Taken as your answer. ${reply.text.replace(/^Thank you\. /u, '')}`;
        return done(taken, takenCard({ words: taken, back: button('Undo', route, back), others: decision.others }));
      }
      case 'which': {
        const shown = decision.questions.slice(0, shownAtOnce);
        return show(whichAnswerCard(shown.map(viewOf(actor)), decision.questions.length - shown.length));
      }
      case 'answered':
        return show(answeredAlreadyCard(decision.question.card));
      case 'nothing':
        if (strict) return undefined;
        return passOn(
          request,
          actor,
          text,
          said.on
            ? 'I know of no date like that which you are asked about.'
            : 'I am not waiting for an answer from you just now.',
        );
    }
  }

  return { answer, passOn };
}

const longWords = (length: number): string =>
  `That is ${length.toLocaleString('en-GB')} characters, which is too long for me to pass on. Please send it by email instead.`;

import type { Button, Card } from '../../cards/model.js';
import type { CivilDate } from '../calendar/dates.js';
import type { Actor } from '../store/people.js';
import type { Route } from './route.js';
import { bare, type Meaning } from './words/phrases.js';
import { isDay, type SaidDay } from './words/understand.js';

/** Something that one person has been asked, or can say without being asked. */
export interface Question {
  groupId: string;
  card: Card;
  /** The id of the meeting that it is about. */
  meeting?: string | undefined;
  /** The day of what it is about. */
  day?: CivilDate | undefined;
  /** The person has answered it. */
  answered: boolean;
  /** What the person has answered so far, as the buttons say it. */
  current?: string | undefined;
}

/** What a person has been asked. */
export interface Questions {
  /** Asked of her in messages of her own, or in the thread of that message; the youngest first. */
  asked(actor: Actor, now: Date, under?: string): Promise<Question[]>;
  /** What the person can answer that has a day, such as a meeting, whether a message has asked about it or not. */
  dated(actor: Actor, now: Date): Promise<Question[]>;
}

/** A button that answers a question, with the words that mean the same. */
interface Answer {
  button: Button;
  route: string;
  args: Readonly<Record<string, string>>;
  means: readonly Meaning[];
  /** The arguments that take it back. */
  back: Readonly<Record<string, string>> | undefined;
}

/** The buttons of a question's card that answer it. */
export function answersOf({ card, current }: Question, routes: ReadonlyMap<string, Route>): Answer[] {
  const buttons = card.body.flatMap((element) => (element.kind === 'actions' ? element.buttons : []));
  return buttons.flatMap((button): Answer[] => {
    const rule = button.press && routes.get(button.press.route)?.answers;
    const said = rule && button.press?.args[rule.by];
    if (!button.press || !rule || said === undefined || said === rule.back) return [];
    const { route, args } = button.press;
    const before = current ?? rule.back;
    const back = before === undefined ? undefined : { ...args, [rule.by]: before };
    return [{ button, route, args, means: rule.means[said] ?? [], back }];
  });
}

/** What to do with words that mean an answer. */
export type Decision =
  | { kind: 'take'; answer: Answer; others: readonly Button[] }
  | { kind: 'which'; questions: readonly Question[] }
  | { kind: 'answered'; question: Question }
  /** Nothing is open that these words could answer. */
  | { kind: 'nothing' };

/**
 * Which question somebody's words answer. "Cover is arranged" can only be about cover, and is taken for the one open
 * question that has this answer; "yes" and "no" fit many, and are taken only where one question is open at all.
 * @param asked what messages have asked, the youngest first
 * @param offered what has a day and may be answered without having been asked
 * @param dated everything that has a day, to know which day a question of a message is about
 */
export function decide(
  { meaning, on }: { meaning: Meaning; on?: SaidDay },
  asked: readonly Question[],
  offered: readonly Question[],
  dated: readonly Question[],
  today: CivilDate,
  routes: ReadonlyMap<string, Route>,
): Decision {
  const find = (question: Question): Answer | undefined =>
    answersOf(question, routes).find(({ means }) => means.includes(meaning));
  const take = (question: Question): Decision => {
    const answer = find(question);
    if (!answer || answer.back === undefined) return { kind: 'which', questions: [question] };
    const others = answersOf(question, routes).filter((one) => one !== answer);
    return { kind: 'take', answer, others: others.map(({ button }) => button) };
  };
  const known = (questions: readonly Question[]): Question[] => distinct(questions, dated, routes);

  if (on) {
    const meant = known([...offered, ...asked]).filter(({ day }) => day !== undefined && isDay(on, day, today));
    const fitting = meant.filter(find);
    // "Tuesday" is the next one that there is.
    const first = fitting.map(({ day = '' }) => day).sort()[0];
    const nearest = fitting.filter(({ day }) => day === first);
    const [one, ...others] = nearest;
    if (one) return others.length === 0 ? take(one) : { kind: 'which', questions: nearest };
    return meant.length > 0 ? { kind: 'which', questions: meant } : { kind: 'nothing' };
  }
  const all = known(asked);
  const open = all.filter(({ answered }) => !answered);
  const fitting = open.filter(find);
  const possible = bare.has(meaning) || fitting.length === 0 ? open : fitting;
  const [one, ...others] = possible;
  if (one) return others.length === 0 ? take(one) : { kind: 'which', questions: possible };
  const last = all.find(find) ?? all[0];
  if (last) return { kind: 'answered', question: last };
  const ahead = bare.has(meaning) ? undefined : known(offered).find(find);
  return ahead ? { kind: 'which', questions: [ahead] } : { kind: 'nothing' };
}

/** Each question once, with what is known of its day and of what the person has answered. */
function distinct(
  questions: readonly Question[],
  dated: readonly Question[],
  routes: ReadonlyMap<string, Route>,
): Question[] {
  const seen = new Map<string, Question>();
  for (const question of questions) {
    const about = aboutOf(question, routes);
    if (about === undefined || seen.has(about)) continue;
    const same = dated.find((one) => aboutOf(one, routes) === about);
    const meeting = answersOf(question, routes)[0]?.args.meeting;
    const day = question.day ?? dated.find((one) => one.meeting !== undefined && one.meeting === meeting)?.day;
    seen.set(about, { ...question, ...(same && { answered: same.answered, current: same.current }), day });
  }
  return [...seen.values()];
}

/** Two messages that ask the same are one question. */
function aboutOf(question: Question, routes: ReadonlyMap<string, Route>): string | undefined {
  const [first] = answersOf(question, routes);
  if (!first) return undefined;
  const by = routes.get(first.route)?.answers?.by;
  const rest = Object.entries(first.args).filter(([name]) => name !== by);
  return [first.route, ...rest.flat()].join(' ');
}

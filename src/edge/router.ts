import { handedOverCard } from '../../cards/handover.js';
import { groupChoiceCard } from '../../cards/help.js';
import type { Card } from '../../cards/model.js';
import { saidLeftCard, stoodDownCard } from '../../cards/people.js';
import { didYouMeanCard, helpOfferCard } from '../../cards/said.js';
import type { Planner } from '../delivery/planner.js';
import type { Clock } from '../shared/clock.js';
import { busyWords, isBusy } from '../shared/failure.js';
import type { Log } from '../shared/log.js';
import type { Database, Tx } from '../store/client.js';
import { type Group, loadGroup, type Role } from '../store/groups.js';
import { type Actor, findActor, findPerson, handedKey, listHandedOver } from '../store/people.js';
import { recallAnswer, runOnce } from '../store/unit-of-work.js';
import { listCurrent } from '../store/years.js';
import { matchCommand, nearestCommand } from './commands.js';
import { goneValues, readValues, refillForm } from './forms.js';
import { createHelpRoute } from './help.js';
import { type Reply, refused, show } from './reply.js';
import { type Intent, type Request, withoutControls } from './request.js';
import { type Context, type Faults, faults, type Route } from './route.js';
import { createAnswering, type Words } from './words/answering.js';

export interface Router {
  routes: readonly Route[];
  handle(request: Request): Promise<Reply>;
  /** Takes what somebody wrote in the thread of a message of ours for her answer to it; undefined: it is none. */
  overhear(request: Request & { under: string }, text: string): Promise<Reply | undefined>;
}

interface Target {
  route: Route;
  args: Readonly<Record<string, string>>;
  words: string;
}

const stale = 'That button belongs to an older message. Type "help" to see what you can do now.';
const unknownPerson = 'We do not know you yet. Please ask your specialist to add you to the Work Group.';
const trouble = 'Something went wrong on our side, and nothing was changed. Please try again in a minute.';

export function createRouter(deps: {
  db: Database;
  clock: Clock;
  log: Log;
  planner: Planner;
  publicUrl: string;
  routes: readonly Route[];
  words: Words;
}): Router {
  const { db, clock, log, planner, publicUrl, words } = deps;
  const routes: readonly Route[] = [...deps.routes, createHelpRoute(() => routes)];
  const byId = new Map(routes.map((route) => [route.id, route]));

  const answering = createAnswering({
    db,
    clock,
    words,
    routes: byId,
    perform: (request, intent) => handle({ ...request, intent }),
  });

  async function handle(request: Request): Promise<Reply> {
    const actor = request.actor ?? (await findActor(db, request.personId));
    if (!actor || actor.memberships.length === 0) return refused(unknownPerson);
    const said = await answerWords(request, actor);
    if (said) return said;
    const target = findTarget(actor, request.intent);
    if ('kind' in target) return target;
    const { route, words } = target;

    const groupId = route.anyGroup ? anyGroupOf(actor) : await chooseGroup(actor, request, target);
    if (groupId === undefined) {
      return instead(request.intent, groupChoiceCard(actor.memberships, route.id, target.args));
    }
    const context = { ...contextFor(actor, groupId, words, route), channel: request.channel };
    if (!route.who.some((role) => context.roles.includes(role))) {
      const left = actor.memberships.some(
        (one) => (route.anyGroup || one.groupId === groupId) && one.stoodDown && route.who.includes(one.role),
      );
      return left ? instead(request.intent, await leftCard(actor, groupId)) : refused(notForYou(route));
    }

    const parsed = route.args?.safeParse(target.args);
    if (parsed && !parsed.success) return refused(stale);
    const args = parsed?.data ?? target.args;
    return run(request, context, route, args);
  }

  /** Words that somebody has just written and that are no command: an answer, a phrase, or something for a person. */
  async function answerWords(request: Request, actor: Actor): Promise<Reply | undefined> {
    const { intent } = request;
    if (intent.kind !== 'command' || !intent.said || intent.text.trim() === '') return undefined;
    const { match, near } = findCommand(actor, intent.text);
    if (match?.rest === '' && /\p{L}/u.test(intent.text)) return undefined;
    const answer = await answering.answer(request, actor, intent.text);
    if (answer) return answer;
    return match || near ? undefined : answering.passOn(request, actor, intent.text);
  }

  /** The group a request is about: what a button says, the channel it came from, the only one, or this year's. */
  async function chooseGroup(actor: Actor, request: Request, target: Target): Promise<string | undefined> {
    const named = target.args.group ?? request.groupId;
    if (named !== undefined) return named;
    const possible = new Set(
      actor.memberships.filter(({ role }) => target.route.who.includes(role)).map(({ groupId }) => groupId),
    );
    const all = possible.size > 0 ? possible : new Set(actor.memberships.map(({ groupId }) => groupId));
    const current = all.size > 1 ? await listCurrent(db, [...all], clock.now()) : [...all];
    return current.length === 1 ? current[0] : undefined;
  }

  /** To somebody whose roles are not theirs any more: by their own word, or since another has taken over. */
  async function leftCard({ personId, memberships }: Actor, groupId: string): Promise<Card> {
    const handed = await listHandedOver(db, groupId);
    const own = memberships.filter((one) => one.groupId === groupId && one.stoodDown);
    if (own.some(({ left }) => left)) return saidLeftCard(own[0]?.groupName ?? '');
    const successors = own.map(({ role }) => handed.get(handedKey({ personId, role })));
    const [first] = successors;
    if (first === undefined || successors.includes(undefined)) return stoodDownCard(groupId);
    return handedOverCard((await findPerson(db, first))?.name ?? 'Somebody else');
  }

  async function run(request: Request, context: Context, route: Route, args: unknown): Promise<Reply> {
    const { intent } = request;
    if (intent.kind !== 'submit') {
      if (route.view) return route.view(context, args);
      return once(request, context, async (inside) => {
        const outcome = await act(route, inside, args, undefined);
        return outcome.kind === 'faults' ? refused(Object.values(outcome.fields).join(' ')) : outcome;
      });
    }
    if (!route.view || !route.act) return refused(stale);
    const view = await route.view(context, args);
    if (view.kind !== 'form') return view.kind === 'card' ? instead(intent, view.card) : view;
    const values = readValues(view.form, intent.values);
    if (intent.keep) {
      const { keep } = route;
      if (!keep) return refused(stale);
      return once(request, context, (inside) => keep(inside, args, values));
    }
    const gone = goneValues(view.form, intent.values);
    if (gone.length > 0) return { kind: 'form', form: refillForm(view.form, values, changedSince(gone)) };
    const checked = route.values?.safeParse(values);
    const wrong = checked && !checked.success ? faultsOf(checked.error.issues) : undefined;
    if (wrong) return { kind: 'form', form: refillForm(view.form, values, wrong) };
    return once(request, context, async (inside) => {
      const outcome = await act(route, inside, args, checked?.data);
      return outcome.kind === 'faults' ? { kind: 'form', form: refillForm(view.form, values, outcome) } : outcome;
    });
  }

  function once(request: Request, context: Context, work: (inside: Context) => Promise<Reply>): Promise<Reply> {
    return runOnce(db, request.id, context.now, (tx) =>
      work({ ...context, db: tx, group: groupLoader(tx, context.groupId) }),
    );
  }

  function findTarget(actor: Actor, intent: Intent): Target | Reply {
    if (intent.kind !== 'command') {
      const route = byId.get(intent.route);
      return route ? { route, args: intent.args, words: '' } : refused(stale);
    }
    const { match, near } = findCommand(actor, intent.text);
    if (match) return { route: match.route, args: {}, words: match.rest };
    return show(near ? didYouMeanCard(near) : helpOfferCard('I do not know that one'));
  }

  /** The command that was typed, or the nearest one of those that this person may use. */
  function findCommand(actor: Actor, text: string) {
    const roles = actor.memberships.map(({ role }) => role);
    const mine = routes.filter((route) => route.who.some((role) => roles.includes(role)));
    const near = nearestCommand(mine, text);
    const match = matchCommand(routes, text);
    // "task sett" begins with a command, and means another.
    const misspelt = match && match.rest !== '' && near?.words.startsWith(`${match.route.command?.words} `);
    return { match: misspelt ? undefined : match, near };
  }

  function contextFor(actor: Actor, groupId: string, words: string, route: Route): Context {
    const mine = actor.memberships.filter(
      (membership) =>
        (route.anyGroup || membership.groupId === groupId) &&
        (!membership.stoodDown || (route.stoodDown && !membership.left)),
    );
    return {
      db,
      now: clock.now(),
      actor: { personId: actor.personId, name: actor.name, calendarSecret: actor.calendarSecret },
      hubId: actor.hubId,
      groupId,
      zone: mine[0]?.zone ?? 'Europe/London',
      roles: mine.map(({ role }) => role),
      schoolIds: mine.flatMap(({ schoolId }) => (schoolId === null ? [] : [schoolId])),
      parts: mine.map(({ role, schoolId }) => ({ role, ...(schoolId !== null && { schoolId }) })),
      words,
      planner,
      publicUrl,
      group: groupLoader(db, groupId),
    };
  }

  return {
    routes,
    overhear: async ({ actor: known, ...request }, text) => {
      const actor = known ?? (await findActor(db, request.personId));
      return actor && answering.answer(request, actor, text, true);
    },
    handle: async (given) => {
      const { actor, ...plain } = given;
      const request: Request = { ...withoutControls(plain), ...(actor && { actor }) };
      try {
        const reply = await handle(request);
        // A form that was handed in may be gone by the time the request is repeated; its first answer is not.
        return reply.kind === 'done' ? reply : ((await recallAnswer<Reply>(db, request.id)) ?? reply);
      } catch (error) {
        log.error({ err: error, request: request.id }, 'a request failed');
        return refused(isBusy(error) ? busyWords : trouble);
      }
    },
  };
}

/** One in which they still are, where there is one. */
const anyGroupOf = ({ memberships }: Actor): string | undefined =>
  (memberships.find(({ stoodDown }) => !stoodDown) ?? memberships[0])?.groupId;

/** A card where something was asked for. A form that was handed in is not done then, and stays open. */
const instead = (intent: Intent, card: Card): Reply =>
  intent.kind === 'submit' ? refused(card.summary, card) : show(card);

async function act(route: Route, context: Context, args: unknown, values: unknown): Promise<Reply | Faults> {
  return route.act ? route.act(context, args, values) : refused(stale);
}

function groupLoader(db: Tx, groupId: string): () => Promise<Group> {
  let group: Promise<Group> | undefined;
  return () => {
    group ??= loadGroup(db, groupId);
    return group;
  };
}

const roleWords: Readonly<Record<Role, string>> = {
  specialist: 'the specialist',
  advocate: 'lead teachers and advocates',
  headOfDepartment: 'heads of department',
  head: 'heads',
  hubLead: 'the hub lead',
};

function notForYou(route: Route): string {
  const who = new Intl.ListFormat('en-GB').format(route.who.map((role) => roleWords[role]));
  return `That is for ${who} of this Work Group. Type "help" to see what you can do.`;
}

/** Words are shown again, so that nobody has to write them twice; dates and choices need no more than a look. */
function changedSince(gone: readonly string[]): Faults {
  const written = gone.filter((value) => /\s/u.test(value));
  const again = written.length > 0 ? ` What you wrote where a question is gone: “${written.join('” “')}”` : '';
  return faults({}, `This has changed since you opened it. Please look it over and send it again.${again}`);
}

function faultsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Faults {
  return faults(Object.fromEntries(issues.map((issue) => [String(issue.path[0] ?? ''), issue.message])));
}

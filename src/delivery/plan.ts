import type { Audience } from '../store/channels.js';
import type { Tx } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import type { Group } from '../store/groups.js';

/** What a message is about. Those of topic "notice" are sent once for an event and never planned anew. */
export type Topic =
  | 'half-term'
  | 'meeting'
  | 'gap-task'
  | 'confidence'
  | 'review'
  | 'question'
  | 'visit'
  | 'head-meeting'
  | 'take-on'
  | 'classroom'
  | 'new-year'
  | 'notice';

/** One message that a feature wants sent; the planner turns it into a delivery. */
export interface Plan {
  /** Names the message's builder, for example "cover-request". */
  kind: string;
  topic: Topic;
  subjectId: string;
  /** Absent: a channel of the group. */
  personId?: string;
  /** One of the person's accounts, as its platform names it. Default: where the person is best reached. */
  account?: string;
  /** Which channel, where `personId` is absent. Default: the group's own. */
  audience?: Audience;
  /** Tells repeats apart: the round of a moved meeting, the number of a half-term. */
  occurrence: string;
  /** Messages of one chain ask the same thing; an answer or a snooze silences the chain. */
  chain?: string;
  /** For people: "15 school days before the meeting on Tue 10 Nov". */
  why: string;
  /** By the rule, before quiet hours. */
  dueAt: Date;
  /** From then on nobody needs it. */
  expiresAt?: Date;
  /** Why this person does not need it: shown among what is skipped. */
  skip?: string;
  /** What becomes of it when its day has already passed as it is planned. Default: skip. */
  late?: 'send' | 'skip';
  /**
   * A direct message counts as unasked, and there is at most one of those a day, unless it passes on what a
   * person said or cannot wait for tomorrow.
   */
  prompt?: boolean;
}

/** Every plan of a topic, or of one subject within it. */
export interface PlanScope {
  topic: Topic;
  subjectId?: string;
}

/** A feature's part of the plan, from the state in this transaction. */
export type PlanSource = (tx: Tx, group: Group, scope?: PlanScope) => Promise<Plan[]>;

type Identity = Pick<Plan, 'kind' | 'subjectId' | 'audience'> & { personId?: string | null };

const aboutOf = ({ kind, subjectId, ...to }: Identity): string => [kind, subjectId, recipientOf(to)].join(':');

/** A person's id, "channel", or "heads-channel". */
export const recipientOf = ({ personId, audience }: { personId?: string | null; audience?: Audience }): string =>
  personId ?? (audience === 'heads' ? 'heads-channel' : 'channel');

export const keyOf = (plan: Plan): string => `${aboutOf(plan)}:${plan.occurrence}`;

/** The same where another group has a message of that key: a school's, say, that is in both. */
export const keyWithin = (key: string, groupId: string): string => `${key}#${groupId}`;

/** A delivery's key as `keyOf` gives it, whatever other groups have. */
export const plainKey = ({ key, groupId }: { key: string; groupId: string }): string =>
  key.endsWith(`#${groupId}`) ? key.slice(0, -groupId.length - 1) : key;

/** The occurrence with which a delivery was planned. */
export const occurrenceOf = (row: Identity & { key: string; groupId: string }): string =>
  plainKey(row).slice(aboutOf(row).length + 1);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order of deliveries that are joined into one message: as they became due, and of one moment first what happened,
 * then the question that it leads to.
 */
export function inMessageOrder(a: Delivery, b: Delivery): number {
  const news = ({ topic }: Delivery): number => (topic === 'notice' ? 0 : 1);
  return a.dueAt.getTime() - b.dueAt.getTime() || news(a) - news(b) || compare(a.kind, b.kind) || compare(a.id, b.id);
}

/** Where messages go one after the other: to a person, or to a channel of a group. */
export interface Place {
  personId: string | null;
  groupId: string;
  audience: Audience;
}

export const placeKey = ({ personId, groupId, audience }: Place): string => personId ?? `${audience} ${groupId}`;

/** The key of the message that a delivery went out in, or goes: what was claimed with it, and where it goes. */
export const messageKey = (row: Place & { message: string | null }): string => `${row.message} ${placeKey(row)}`;

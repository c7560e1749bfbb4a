import { z } from 'zod';
import type { ReviewView } from '../../../cards/commitments.js';
import { dateValue } from '../../edge/values.js';
import type { Audience } from '../../store/channels.js';
import type { GapTask } from '../gap-tasks/schema.js';
import type { HeadMeeting } from '../head-meetings/schema.js';
import type { Meeting } from '../meetings/schema.js';
import type { Visit } from '../visits/schema.js';

export const snoozeArgs = z.object({ group: z.string(), subject: z.string(), chain: z.string() });
export const snoozeValues = z.object({ until: dateValue });
/** `page`: from 1, the newest first. */
export const auditArgs = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) });
export const pauseValues = z.object({ until: dateValue });

/** What one group knows that a person's own page is made of. */
export interface GroupState {
  /** Meetings that take place and are ahead, in order. */
  meetings: readonly Meeting[];
  /** The gap task that can still be replied to, and the meeting that it leads up to. */
  task?: { task: GapTask; meeting: { startsAt: Date } | undefined } | undefined;
  /** The person was asked about cover for the next meeting. */
  askedCover: boolean;
  /** Forms that name the person, who has not signed them, and how each stands. */
  toSign: readonly { schoolId: string; school: string; stands: string }[];
  /** Of the person's own school. */
  review?: ReviewView | undefined;
  /** Visits ahead, in order: to every school for those who lead, to the own school for its people. */
  visits: readonly Visit[];
  /** Schools with no visit this term, where the programme has one each term; for those who lead. */
  visitsDue: number;
  /** The next meeting of heads that the person is asked to or holds. */
  headMeeting?: HeadMeeting | undefined;
  /** Roles that were handed over, and whose they are now: `listHandedOver`. */
  handed: ReadonlyMap<string, string>;
  /** People and channels that could not be reached since they last were. */
  unreached: readonly Recipient[];
}

/** A person, or with null a channel of the group. */
export interface Recipient {
  personId: string | null;
  audience: Audience;
}

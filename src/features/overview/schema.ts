import { z } from 'zod';
import { groupArgs } from '../../edge/values.js';

export const overviewArgs = z.object({ group: z.string().optional() });
export const oneArgs = groupArgs;

/** So many of so many. */
export interface Share {
  done: number;
  of: number;
}

/** What somebody has to see to, in words without any person's name; the more pressing, the lower. */
export interface Need {
  urgency: number;
  words: string;
}

/** How one group stands, in numbers alone. */
export interface GroupOverview {
  groupId: string;
  name: string;
  schoolYear: string;
  programme: string;
  schools: number;
  /** Held of those that are planned for the year, held ones among them. */
  meetings: Share;
  /** Places taken up at meetings with a record of who came. */
  attendance: Share;
  /** Replies to gap tasks, “not yet” among them, of those asked for. */
  reflections: Share;
  /** Half-days used of those agreed, all schools together; of 0: no paper states them. */
  release: Share;
  /** Visits that have been recorded. */
  visits: number;
  /** Schools with no visit booked this term; absent: the programme has no visit each term. */
  visitsDue: number | undefined;
  /** Questions that have reached somebody and wait for an answer. */
  unanswered: number;
  /** Schools whose form is signed; of 0: the programme has no form. */
  signed: Share;
  needs: readonly Need[];
}

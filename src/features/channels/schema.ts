import { z } from 'zod';

/** A platform's own address of a channel: "slack:T0123:C0456". */
const channelRef = z.string().min(1).max(300);

/** Forms carry the channel in which they were opened: a form that is handed in may not say where it is. */
export const setupArgs = z.object({ channel: channelRef.optional() });
export const setupValues = z.object({ group: z.string().min(1, 'Please choose a Work Group.') });

export const undoArgs = z.object({
  group: z.string(),
  channel: channelRef,
  /** The channel that the group had before. */
  before: channelRef.optional(),
  /** The group whose channel it was before. */
  from: z.string().optional(),
  /** For whom the channel is. */
  audience: z.enum(['group', 'heads']).default('group'),
});

/** A group that somebody leads. */
export interface LedGroup {
  id: string;
  name: string;
  schoolYear: string;
  /** Its channel for the audience that was asked for. */
  channel: string | undefined;
}

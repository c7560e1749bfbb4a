import { z } from 'zod';

/** A platform's own address of a channel: "slack:T0123:C0456". */
const channelRef = z.string().min(1).max(300);

export const setupValues = z.object({ group: z.string().min(1, 'Please choose a Work Group.') });

export const undoArgs = z.object({
  group: z.string(),
  channel: channelRef,
  /** Gives back what was before. */
  back: z.literal('yes').optional(),
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

import type { Planner } from '../../delivery/planner.js';
import type { Heard } from '../../edge/heard.js';
import type { Database } from '../../store/client.js';

/** Counts what somebody wrote in the group's channel, and remembers a question until it is answered. */
export async function hear(_deps: { db: Database; planner: Planner; now: Date }, _heard: Heard): Promise<void> {}

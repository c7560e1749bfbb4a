import { channelWhen, type Told, toldWords } from '../../cards/told.js';
import { channelNames } from '../../cards/upcoming.js';
import { formatInstant } from '../calendar/dates.js';
import type { About } from '../delivery/planner.js';
import { groupBy } from '../shared/group-by.js';
import { personName } from '../store/groups.js';
import type { Context } from './route.js';

/**
 * Who is told of something and when, made from the messages that this transaction has planned: "The channel is told now,
 * 6 heads on Fri 4 Sep, 08:00", without a full stop.
 * @param people what several of those who are told are called: "heads"
 */
export async function sayTold(
  { db, groupId, now, zone, planner, group: load }: Context,
  about: About,
  people: string,
  verb: 'told' | 'asked' = 'told',
): Promise<string> {
  const group = await load();
  const rows = await planner.ahead(db, groupId, about);
  const whenOf = ({ sendAt, obstacle }: (typeof rows)[number]): string =>
    obstacle ? channelWhen[obstacle] : sendAt > now ? `on ${formatInstant(sendAt, zone)}` : 'now';
  const moments = [...groupBy(rows, whenOf)].map(([when, some]): Told => {
    const channels = [...new Set(some.flatMap((one) => (one.personId === null ? [channelNames[one.audience]] : [])))];
    const persons = [...new Set(some.flatMap(({ personId }) => personId ?? []))];
    const [only] = persons;
    const named =
      only === undefined ? [] : [persons.length === 1 ? personName(group, only) : `${persons.length} ${people}`];
    return { who: [...channels, ...named], several: channels.length + persons.length > 1, when };
  });
  const waits = ({ when }: Told): boolean => when.startsWith('as soon');
  return toldWords([...moments.filter((one) => !waits(one)), ...moments.filter(waits)], verb);
}

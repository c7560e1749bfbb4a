import type { Card } from '../../cards/model.js';
import { wordsCard } from '../../cards/open-form.js';
import { headsWelcomeCard, welcomeCard } from '../../cards/people.js';
import type { Audience } from '../store/channels.js';
import type { Database } from '../store/client.js';
import { loadGroup, mayRead, membersWith } from '../store/groups.js';
import { findPerson } from '../store/people.js';
import { asked, stranger } from './known.js';

/**
 * What somebody who has appeared is told about a group.
 * @param personId of somebody we know
 * @param isAsked of nobody we know: those who lead the group have been asked
 * @param channel where they appeared; undefined: in no channel of a group
 */
export async function greetingFor(
  db: Database,
  personId: string | undefined,
  channel: { groupId: string; audience: Audience } | undefined,
  isAsked = false,
): Promise<Card> {
  if (!channel) return wordsCard(isAsked ? asked : stranger);
  const group = await loadGroup(db, channel.groupId);
  const person = personId === undefined ? undefined : await findPerson(db, personId);
  const view = {
    name: person?.name,
    groupId: group.id,
    groupName: group.name,
    specialist: membersWith(group, 'specialist').find((one) => one.personId !== person?.id)?.name,
  };
  if (channel.audience === 'group') return welcomeCard(view);
  return headsWelcomeCard({ ...view, belongs: person !== undefined && mayRead(group, 'heads', person.id) });
}

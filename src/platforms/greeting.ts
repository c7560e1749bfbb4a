import type { Card } from '../../cards/model.js';
import { wordsCard } from '../../cards/open-form.js';
import { welcomeCard } from '../../cards/people.js';
import type { Database } from '../store/client.js';
import { loadGroup, membersWith } from '../store/groups.js';
import { stranger } from './known.js';

/**
 * What somebody who has appeared is told about a group.
 * @param name of a person we know
 */
export async function greetingFor(db: Database, name: string | undefined, groupId: string | undefined): Promise<Card> {
  if (groupId === undefined) return wordsCard(stranger);
  const group = await loadGroup(db, groupId);
  return welcomeCard({
    name,
    groupName: group.name,
    specialist: membersWith(group, 'specialist').find((one) => one.name !== name)?.name,
    known: name !== undefined,
  });
}

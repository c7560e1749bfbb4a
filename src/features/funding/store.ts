import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Group } from '../../store/groups.js';
import { programmeOf } from '../programmes/of-group.js';
import { notStated } from '../programmes/schema.js';
import type { FundingItem } from './schema.js';

/** What each school of a group is due, by its template: as it stands, or as it stood when nobody had said anything. */
export async function listFunding(db: Tx, group: Group): Promise<FundingItem[]> {
  const kept = await db.fundingItem.findMany({ where: { groupId: group.id }, orderBy: { position: 'asc' } });
  return group.schools.flatMap(({ id: schoolId }) =>
    programmeOf(group).funding.items.map(
      ({ key, label, pounds, confirmed }, position): FundingItem =>
        kept.find((item) => item.schoolId === schoolId && item.key === key) ?? {
          id: `${schoolId}/${key}`,
          groupId: group.id,
          schoolId,
          key,
          label,
          position,
          amount: pounds === notStated ? null : pounds * 100,
          status: confirmed ? 'confirmed' : 'unconfirmed',
          confirmedOn: null,
          paidOn: null,
          note: '',
          changedAt: new Date(0),
          changedById: null,
        },
    ),
  );
}

/** @param id as `listFunding` gives it: of an item that nobody has touched yet, "<school>/<key>" */
export async function findItem(db: Tx, group: Group, id: string): Promise<FundingItem | undefined> {
  const items = await listFunding(db, group);
  return items.find((item) => item.id === id || `${item.schoolId}/${item.key}` === id);
}

export async function saveItem(
  db: Tx,
  item: FundingItem,
  change: Pick<FundingItem, 'status' | 'amount' | 'confirmedOn' | 'paidOn' | 'note' | 'changedAt' | 'changedById'>,
): Promise<void> {
  const { groupId, schoolId, key } = item;
  await db.fundingItem.upsert({
    where: { groupId_schoolId_key: { groupId, schoolId, key } },
    create: { ...item, id: newId(), ...change },
    update: change,
  });
}

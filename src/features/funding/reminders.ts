import { fundingNewsCard } from '../../../cards/funding.js';
import type { Builder } from '../../delivery/building.js';
import { schoolName } from '../../store/groups.js';
import { viewItem } from './rules.js';
import { findItem } from './store.js';

export const fundingBuilders: Record<string, Builder> = {
  'funding-news': async ({ db, group }, delivery) => {
    const item = await findItem(db, group, delivery.subjectId);
    if (!item) return undefined;
    return { card: fundingNewsCard(group.id, schoolName(group, item.schoolId), viewItem(item)) };
  },
};

import { maySee } from '../../edge/visibility.js';
import { schoolName } from '../../store/groups.js';
import type { FeedSource } from '../feeds/schema.js';
import { endOf } from './rules.js';
import { listVisits } from './store.js';

/** Visits, in the calendars of the school's people and of those who lead; the group's own calendar has none. */
export const visitEvents: FeedSource = async (db, group, viewer) => {
  if (!viewer) return [];
  const visits = await listVisits(db, group.id);
  return visits
    .filter((visit) => maySee('visit', viewer, visit))
    .map((visit) => ({
      id: visit.id,
      sequence: visit.sequence,
      changedAt: visit.changedAt,
      startsAt: visit.startsAt,
      endsAt: endOf(visit),
      summary: `${group.name}: visit to ${schoolName(group, visit.schoolId)}`,
      location: schoolName(group, visit.schoolId),
      cancelled: visit.status === 'cancelled' ? (visit.cancelReason ?? '') : undefined,
    }));
};

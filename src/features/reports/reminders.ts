import type { Builder } from '../../delivery/building.js';
import { viewerOf } from '../../edge/visibility.js';
import { findMeeting } from '../meetings/store.js';
import { buildDigest } from './digest.js';

export const reportBuilders: Record<string, Builder> = {
  'meeting-eve': async ({ db, group, now }, delivery) => {
    const meeting = await findMeeting(db, group.id, delivery.subjectId);
    if (!meeting) return undefined;
    return {
      card: (await buildDigest(db, group, meeting, viewerOf(group, delivery.personId ?? ''), now)).card,
      confidential: true,
      ...(meeting.status === 'cancelled' && { skip: 'the meeting was cancelled' }),
    };
  },
};

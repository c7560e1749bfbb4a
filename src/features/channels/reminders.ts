import { workspaceTiedCard } from '../../../cards/channels.js';
import type { Builder } from '../../delivery/building.js';
import { findWorkspace } from './store.js';

export const channelBuilders: Record<string, Builder> = {
  'workspace-tied': async ({ db, group }, { subjectId }) => {
    const found = await findWorkspace(db, subjectId, group.hubId);
    return (
      found && {
        card: workspaceTiedCard(found),
        ...(!found.tied && { skip: 'it was taken back' }),
      }
    );
  },
};

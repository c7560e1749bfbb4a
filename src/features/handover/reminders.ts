import { type HandoverView, handoverNewsCard, handoverWelcomeCard } from '../../../cards/handover.js';
import { civilDate, formatDate, formatFullDate, formatInstant } from '../../calendar/dates.js';
import type { Builder } from '../../delivery/building.js';
import type { Database } from '../../store/client.js';
import { type Group, membersWith, schoolName } from '../../store/groups.js';
import { findPerson } from '../../store/people.js';
import { placeWords } from './rules.js';
import type { Handover } from './schema.js';
import { findHandover, listSteps, readNext } from './store.js';

async function viewHandover(db: Database, group: Group, handover: Handover): Promise<HandoverView> {
  const nameOf = async (id: string): Promise<string> => (await findPerson(db, id))?.name ?? 'Somebody';
  return {
    groupId: group.id,
    groupName: group.name,
    leaver: await nameOf(handover.leaverId),
    successor: await nameOf(handover.successorId),
    place: placeWords(group, { role: handover.role, schoolId: handover.schoolId ?? undefined }),
    day: formatFullDate(handover.day),
    by: await nameOf(handover.byId),
    takenBack: handover.undoneAt !== null,
  };
}

export const handoverBuilders: Record<string, Builder> = {
  'handover-welcome': async ({ db, group, now }, delivery) => {
    const handover = await findHandover(db, group.id, delivery.subjectId);
    if (!handover) return undefined;
    const { schoolId, successorId, role } = handover;
    const { meeting, task, visit } = await readNext(db, group.id, schoolId, now, civilDate(now, group.zone));
    const steps = await listSteps(db, group.id, successorId, schoolId);
    const where =
      meeting && (meeting.hostSchoolId === null ? 'online' : `at ${schoolName(group, meeting.hostSchoolId)}`);
    return {
      card: handoverWelcomeCard(await viewHandover(db, group, handover), {
        meeting: meeting && `${formatInstant(meeting.startsAt, group.zone)}, ${where}`,
        task: task && `${task.title}, by ${formatDate(task.dueOn)}`,
        visit: visit && formatInstant(visit.startsAt, group.zone),
        steps: steps.map(({ text, dueOn }) => (dueOn === null ? text : `${text}, by ${formatDate(dueOn)}`)),
        leads: membersWith(group, 'specialist')
          .filter(({ personId }) => personId !== successorId)
          .concat(role === 'specialist' ? membersWith(group, 'hubLead') : [])
          .map(({ name }) => name),
        specialist: role === 'specialist',
      }),
      // The school's action plan is not the hub's to read.
      ...(steps.length > 0 && { confidential: true }),
      ...(handover.undoneAt !== null && { skip: 'it was taken back' }),
    };
  },
  'handover-news': async ({ db, group }, delivery) => {
    const handover = await findHandover(db, group.id, delivery.subjectId);
    if (!handover) return undefined;
    const leads = membersWith(group, 'specialist', 'hubLead').some(({ personId }) => personId === delivery.personId);
    return {
      card: handoverNewsCard(await viewHandover(db, group, handover), leads ? handover.id : undefined),
      ...(handover.undoneAt !== null && { skip: 'it was taken back' }),
    };
  },
};

import {
  type HandoverView,
  handoverNewsCard,
  handoverWelcomeCard,
  leftNewsCard,
  newSpecialistCard,
} from '../../../cards/handover.js';
import { civilDate, formatDate, formatFullDate, formatInstant } from '../../calendar/dates.js';
import type { Builder } from '../../delivery/building.js';
import { occurrenceOf } from '../../delivery/plan.js';
import type { Database } from '../../store/client.js';
import { type Group, membersWith, personName, schoolName } from '../../store/groups.js';
import { findPerson, handedKey, listHandedOver } from '../../store/people.js';
import { placeWords } from './rules.js';
import type { Handover } from './schema.js';
import { findHandover, findSpecialistById, listLeft, listSteps, readNext } from './store.js';

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
  'new-specialist': async ({ db, group }, delivery) => {
    const handover = await findHandover(db, group.id, delivery.subjectId);
    const made = handover ? undefined : await findSpecialistById(db, group.id, delivery.subjectId);
    const specialist = handover?.successorId ?? made?.personId;
    if (specialist === undefined) return undefined;
    const nameOf = async (id: string): Promise<string> => (await findPerson(db, id))?.name ?? 'Somebody';
    const takenBack = handover ? handover.undoneAt !== null : made?.stoodDownAt !== null;
    return {
      card: newSpecialistCard({
        groupId: group.id,
        groupName: group.name,
        specialist: await nameOf(specialist),
        leaver: handover && (await nameOf(handover.leaverId)),
        by: handover && (await nameOf(handover.byId)),
        takenBack,
      }),
      ...(takenBack && { skip: 'it was taken back' }),
    };
  },
  'left-news': async ({ db, group }, delivery) => {
    const { subjectId } = delivery;
    const [by, at] = occurrenceOf(delivery).split(':');
    const person = await findPerson(db, subjectId);
    if (!person || at === undefined) return undefined;
    const ended = await listLeft(db, group.id, subjectId, new Date(Number(at)));
    const handed = await listHandedOver(db, group.id);
    const open = ended.filter(
      ({ role }) => role !== 'hubLead' && !handed.has(handedKey({ personId: subjectId, role })),
    );
    const takenBack = !group.members.some((one) => one.personId === subjectId && one.left);
    const leads = membersWith(group, 'specialist', 'hubLead').some(({ personId }) => personId === delivery.personId);
    return {
      card: leftNewsCard({
        groupId: group.id,
        groupName: group.name,
        name: person.name,
        by: by ? personName(group, by) : undefined,
        places: group.members
          .filter((one) => one.personId === subjectId)
          .map(({ role, schoolId }) => placeWords(group, { role, schoolId })),
        takenBack,
        person: leads ? subjectId : undefined,
        at: ended.length > 0 ? new Date(Number(at)).toISOString() : undefined,
        handOver: open.map((place) => ({
          who: handedKey({ personId: subjectId, role: place.role }),
          place: placeWords(group, { role: place.role, schoolId: place.schoolId ?? undefined }),
        })),
      }),
      ...(takenBack && { skip: 'it was taken back' }),
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

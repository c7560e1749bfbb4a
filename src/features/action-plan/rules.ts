import type { StepView } from '../../../cards/action-plan.js';
import type { Choice } from '../../../cards/model.js';
import { type CivilDate, civilDate, formatDate } from '../../calendar/dates.js';
import { type Group, membersWith, personName, schoolName } from '../../store/groups.js';
import { roleLabel } from '../programmes/labels.js';
import { type ActionStep, type StepWish, together } from './schema.js';

/** Who can see to a step: the school's people in the group, and the specialist. */
export const ownersOf = (group: Group, schoolId: string): Choice[] => [
  { value: together, label: `${schoolName(group, schoolId)}, together` },
  ...membersWith(group, 'advocate', 'headOfDepartment', 'head', 'specialist')
    .filter((member) => member.role === 'specialist' || member.schoolId === schoolId)
    .map(({ personId, name, role }) => ({
      value: personId,
      label: `${name}, ${roleLabel(role, group).toLowerCase()}`,
    })),
];

export function viewStep(group: Group, step: ActionStep, today: CivilDate): StepView {
  const { id, text, ownerId, dueOn, doneAt, doneById } = step;
  return {
    id,
    text,
    who: ownerId === null ? undefined : personName(group, ownerId),
    due: dueOn === null ? undefined : formatDate(dueOn),
    isPast: dueOn !== null && dueOn < today && doneAt === null,
    done:
      doneAt === null
        ? undefined
        : { day: formatDate(civilDate(doneAt, group.zone)), by: personName(group, doneById ?? '') },
  };
}

/** What is wrong with a step, by field, or nothing. */
export function checkStep(
  group: Group,
  schoolId: string,
  wish: StepWish,
  others: readonly ActionStep[],
  today: CivilDate,
): Partial<Record<keyof StepWish, string>> {
  if (!ownersOf(group, schoolId).some(({ value }) => value === wish.owner)) {
    return { owner: 'That person is not at the school any more. Please choose again.' };
  }
  if (wish.due !== '' && wish.due < today)
    return { due: `${formatDate(wish.due)} has passed. Please choose a later day.` };
  const same = others.find(({ doneAt, text }) => doneAt === null && text.toLowerCase() === wish.text.toLowerCase());
  return same ? { text: 'This step is in the plan already.' } : {};
}

import { button } from '../../../cards/model.js';
import { askReturnCard } from '../../../cards/open-classrooms.js';
import { addDays, civilDate, formatDate, instantAt } from '../../calendar/dates.js';
import { morning } from '../../calendar/quiet-hours.js';
import { schoolDaysAfter } from '../../calendar/school-calendar.js';
import type { Builder } from '../../delivery/building.js';
import type { Plan, PlanSource } from '../../delivery/plan.js';
import { membersWith } from '../../store/groups.js';
import { returnOf, viewClassroom, viewReturn } from './rules.js';
import { findClassroom, listClassrooms } from './store.js';

/** School days that a school has to take a lesson home before it is asked. */
const daysToTeach = 10;

export const classroomSubject = (classroomId: string, schoolId: string): string => `${classroomId}/${schoolId}`;

/** One message for each school's advocates, unless the school has answered: it is never said twice. */
export const planClassrooms: PlanSource = async (tx, group, scope) => {
  if (scope && scope.topic !== 'classroom') return [];
  const classrooms = (await listClassrooms(tx, group)).filter(({ cancelled }) => !cancelled);
  return classrooms.flatMap((classroom) =>
    membersWith(group, 'advocate').flatMap(({ personId, schoolId }): Plan[] => {
      const school = group.schools.find(({ id }) => id === schoolId);
      if (!school) return [];
      const subjectId = classroomSubject(classroom.id, school.id);
      if (scope?.subjectId !== undefined && scope.subjectId !== subjectId) return [];
      // Who learns late that there was one has as long as the others had.
      const noted = civilDate(classroom.createdAt, group.zone);
      const [, from = noted] = [classroom.day, noted].sort();
      const dueOn = schoolDaysAfter(school.calendar, from, daysToTeach);
      const last = school.calendar.halfTerms
        .map(({ lastDay }) => lastDay)
        .sort()
        .at(-1);
      if (last !== undefined && dueOn > last) return [];
      return [
        {
          kind: 'classroom-return',
          topic: 'classroom',
          subjectId,
          personId,
          occurrence: '0',
          chain: 'classroom',
          why: `${daysToTeach} school days after the open classroom on ${formatDate(classroom.day)}${from === noted && noted > classroom.day ? ' was noted' : ''}`,
          dueAt: instantAt(dueOn, morning, group.zone),
          ...(last !== undefined && { expiresAt: instantAt(addDays(last, 1), '00:00', group.zone) }),
          ...(returnOf(classroom, school.id) && { skip: 'the school has answered' }),
        },
      ];
    }),
  );
};

export const classroomBuilders: Record<string, Builder> = {
  'classroom-return': async ({ db, group, now }, { subjectId }) => {
    const [classroomId = '', schoolId = ''] = subjectId.split('/');
    const classroom = await findClassroom(db, group, classroomId);
    if (!classroom) return undefined;
    const view = viewClassroom(group, classroom, now);
    const own = viewReturn(group, classroom, schoolId, true);
    const later = button('Remind me later', 'reminder.snooze', {
      group: group.id,
      subject: subjectId,
      chain: 'classroom',
    });
    return {
      card: askReturnCard(view, own, later),
      ...(own.state !== 'none' && { skip: 'the school has answered' }),
      ...(view.state !== 'held' && { skip: 'there is nothing to take home' }),
    };
  },
};

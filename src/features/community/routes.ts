import { ownPartCard, takingPartCard } from '../../../cards/community.js';
import { civilDate, formatDate } from '../../calendar/dates.js';
import { halfTermName } from '../../calendar/school-calendar.js';
import { refused, show } from '../../edge/reply.js';
import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { schoolName } from '../../store/groups.js';
import { countSchool, readParts, spanOf } from '../../store/taking-part.js';
import { advocatesLabel, roleLabel } from '../programmes/labels.js';
import { countWeeks, currentHalfTerm, listParts, partOf, partWords } from './rules.js';

export const communityRoutes: readonly Route[] = [
  defineRoute({
    id: 'report.show',
    who: everyone,
    command: { words: 'report', help: 'See in numbers who takes part in the group’s community' },
    args: maybeGroupArgs,
    view: async (context) => {
      const { db, now, actor, roles } = context;
      const group = await context.group();
      const current = currentHalfTerm(group, now);
      if (!current) return refused('The group has no term dates yet, so there is no half-term to count.');
      const span = spanOf(group, current);
      const { parts, days } = await readParts(db, group, span);
      const halfTerm = `${halfTermName(current.number)}, from ${formatDate(current.firstDay)}`;

      if (roles.some((role) => role === 'specialist' || role === 'hubLead')) {
        return show(
          takingPartCard({
            groupName: group.name,
            halfTerm,
            rows: listParts(group, parts, (role) => roleLabel(role, group)),
            weeks: countWeeks(span, days, civilDate(now, group.zone)),
          }),
        );
      }
      const own = group.schools.filter((school) => context.schoolIds.includes(school.id));
      return show(
        ownPartCard({
          halfTerm,
          own: roles.some((role) => role !== 'head') ? partOf(parts, actor.personId) : undefined,
          schools: own.map(({ id }) => ({
            school: schoolName(group, id),
            part: partWords(countSchool(group, id, parts), advocatesLabel(group)),
          })),
        }),
      );
    },
  }),
];

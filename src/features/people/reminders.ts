import { headLeftCard } from '../../../cards/people.js';
import type { Builder } from '../../delivery/relay.js';
import { schoolName } from '../../store/groups.js';
import { findPerson } from '../../store/people.js';

export const peopleBuilders: Record<string, Builder> = {
  'head-left': async ({ db, group }, delivery) => {
    const person = await findPerson(db, delivery.subjectId);
    const member = group.members.find((one) => one.personId === delivery.subjectId && one.schoolId);
    if (!person) return undefined;
    return {
      card: headLeftCard({ name: person.name, email: person.email, school: schoolName(group, member?.schoolId) }),
      ...(member && !member.stoodDown && { skip: 'took it back' }),
    };
  },
};

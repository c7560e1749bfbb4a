import type { Plan } from '../../delivery/plan.js';
import { done, type Reply } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { recordAudit } from '../../store/audit.js';
import { membersWith, personName } from '../../store/groups.js';
import { changeAddress, findPerson } from '../../store/people.js';
import { emailSchema } from '../enrolment/schema.js';
import { addressChoices } from './rules.js';
import type { AddressValues } from './schema.js';
import * as store from './store.js';

/** Somebody's address was wrong or has changed: they stay who they are, and the account of the old one is not theirs. */
export async function correctAddress(context: Context, { who, email }: AddressValues): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId, hubId, roles } = context;
  const group = await context.group();
  const person = await findPerson(db, who);
  if (person?.hubId !== hubId || !addressChoices(group, roles).some(({ value }) => value === who)) {
    return faults({ who: 'That address is not yours to correct. Please choose again, or ask your hub lead.' });
  }
  if (!emailSchema.safeParse(email).success) {
    return faults({ email: `“${email.slice(0, 60)}” is not an email address. Write it as name@school.example.` });
  }
  if (email === person.email) return faults({ email: `${person.name} has that address already.` });
  const other = await store.findPersonByEmail(db, hubId, email);
  if (other) {
    return faults({
      email: `That is the address of ${other.name}. Each person has one of their own; please check who is meant.`,
    });
  }
  const untied = await changeAddress(db, who, email);
  const entry = { hubId, groupId, at: now, byId: actor.personId, personId: who };
  await recordAudit(
    db,
    { ...entry, act: 'correctedAddress' },
    ...untied.map((ref) => ({ ...entry, act: 'untiedAccount' as const, about: ref })),
  );
  const told = membersWith(group, 'specialist', 'hubLead').map(({ personId }) => personId);
  await planner.announce(
    db,
    groupId,
    now,
    [...new Set([...told, who])]
      .filter((personId) => personId !== actor.personId)
      .map(
        (personId): Plan => ({
          kind: 'address-news',
          topic: 'notice',
          subjectId: who,
          personId,
          occurrence: `${actor.personId}:${untied.length}:${now.getTime()}`,
          late: 'send',
          prompt: true,
          dueAt: now,
          why: `${actor.name} corrected an address`,
        }),
      ),
  );
  return done(`${personName(group, who)} is known by ${email} from here on, and stays who they are.`);
}

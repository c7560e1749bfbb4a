import { groupMadeCard } from '../../../cards/setting-up.js';
import type { HalfTermDates } from '../../calendar/school-calendar.js';
import { usualTerms } from '../../calendar/usual-terms.js';
import { becomingFault } from '../../edge/becoming.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { newId, newSecret } from '../../shared/ids.js';
import { recordAudit } from '../../store/audit.js';
import type { Tx } from '../../store/client.js';
import { holdGroup } from '../../store/groups.js';
import { offeredBy } from '../programmes/editions.js';
import { fitSchools, sizeWarning } from '../programmes/fit.js';
import { formOf, templateOf } from '../programmes/of-group.js';
import { programmes } from '../programmes/programmes.js';
import type { Programme } from '../programmes/schema.js';
import { listOwnProgrammes } from '../programmes/store.js';
import { editionKey, readNewSchools } from './rules.js';
import { type Beginning, type Making, nobodyYet } from './schema.js';
import * as store from './store.js';

/** What a hub offers, and which of it is its own. */
export async function offeredIn(db: Tx, hubId: string): Promise<{ own: Programme[]; offered: Programme[] }> {
  const own = await listOwnProgrammes(db, hubId);
  return { own, offered: offeredBy(own, programmes) };
}

/** Where a new group's term dates come from, in words, and which they are. */
export async function termDatesFor(
  db: Tx,
  hubId: string,
  schoolYear: string,
): Promise<{ words: string; dates: HalfTermDates[] }> {
  const other = await store.findTermDates(db, hubId, schoolYear);
  if (other) return { words: `those of ${other.groupName}`, dates: other.common };
  const usual = usualTerms(schoolYear);
  return usual
    ? { words: 'the usual pattern in England; please check them, and import what differs', dates: usual }
    : { words: `none known for ${schoolYear} yet: please import them (workgroup import term-dates.csv)`, dates: [] };
}

/** What is wrong with a name, or nothing. */
export async function nameFault(context: Context, { name, year }: Beginning): Promise<string | undefined> {
  return (await store.isNameTaken(context.db, context.hubId, name, year))
    ? `Your hub has a group “${name}” in ${year} already. Please give this one another name.`
    : undefined;
}

export async function makeGroup(context: Context, begun: Beginning, wish: Making): Promise<Reply | Faults> {
  const { db, hubId, now, actor, planner, roles } = context;
  await store.holdHub(db, hubId);
  const { offered } = await offeredIn(db, hubId);
  const chosen = offered.find((programme) => editionKey(programme) === begun.programme);
  if (!chosen) return refused('Your hub has a newer edition of that programme now. Please begin again: “setup group”.');
  const taken = await nameFault(context, begun);
  if (taken !== undefined) return faults({}, taken);
  const theme = chosen.themes.length > 1 ? chosen.themes.find((one) => one === wish.theme) : chosen.themes[0];
  if (chosen.themes.length > 1 && theme === undefined) return faults({ theme: 'Please choose the theme.' });

  const known = await store.listSchools(db, hubId);
  const lines = readNewSchools(wish.newSchools, known);
  if ('fault' in lines) return faults({ newSchools: lines.fault });
  const ids = new Set([...(wish.schools ?? []), ...lines.known]);
  const old = known.filter(({ id }) => ids.has(id));
  if (old.length < ids.size) return faults({ schools: 'Please choose among the hub’s schools.' });
  const people = await store.listPeople(db, hubId);
  const specialist = people.find(({ id }) => id === wish.specialist);
  if (!specialist && wish.specialist !== nobodyYet) return faults({ specialist: 'Please choose one of these.' });

  const programme = theme === undefined ? chosen : { ...chosen, themes: [theme] };
  const fresh = lines.fresh.map((school) => ({ id: newId(), ...school }));
  const schools = [...old, ...fresh];
  const becoming = { id: '', schools };
  const specialistFault = specialist && becomingFault({ ...specialist, role: 'specialist', group: becoming });
  if (specialistFault !== undefined) return faults({ specialist: specialistFault });
  const leaders = people.filter(({ id, hubLead }) => hubLead || (id === actor.personId && roles.includes('hubLead')));
  const notLeading = leaders.flatMap((person) => becomingFault({ ...person, role: 'hubLead', group: becoming }) ?? []);
  const hubLeads = leaders.filter((person) => !becomingFault({ ...person, role: 'hubLead', group: becoming }));
  const terms = await termDatesFor(db, hubId, begun.year);
  const id = newId();
  await db.group.create({
    data: {
      id,
      hubId,
      name: begun.name,
      programme: programme.id,
      template: templateOf(programme),
      workCode: wish.workCode || null,
      projectCode: wish.projectCode || null,
      schoolYear: begun.year,
      calendarSecret: newSecret(),
      createdAt: now,
    },
  });
  await db.school.createMany({ data: fresh.map((school) => ({ ...school, hubId })) });
  await db.groupSchool.createMany({
    data: schools.map((school, position) => ({ groupId: id, schoolId: school.id, position })),
  });
  await db.commitment.createMany({
    data: schools.flatMap((school) =>
      programme.commitments.map(({ key, wording }, position) => ({
        id: newId(),
        groupId: id,
        schoolId: school.id,
        key,
        position,
        wording,
        form: formOf(programme, begun.year),
      })),
    ),
  });
  await db.membership.createMany({
    data: [
      ...(specialist ? [{ role: 'specialist' as const, personId: specialist.id }] : []),
      ...hubLeads.map((person) => ({ role: 'hubLead' as const, personId: person.id })),
    ].map((membership) => ({ id: newId(), groupId: id, ...membership })),
  });
  await recordAudit(
    db,
    ...[
      ...(specialist ? [{ id: specialist.id, about: 'specialist' }] : []),
      ...hubLeads.map((one) => ({ id: one.id, about: 'hub lead' })),
    ].map(({ id: personId, about }) => ({
      ...{ hubId, groupId: id, at: now, byId: actor.personId, act: 'gaveRole' as const },
      ...{ personId, about },
    })),
  );
  const ownTerms = await store.listOwnHalfTerms(
    db,
    old.map((school) => school.id),
    begun.year,
  );
  await db.halfTerm.createMany({
    data: [...terms.dates, ...ownTerms].map((dates) => ({ id: newId(), groupId: id, ...dates })),
  });
  await planner.replan(db, id, now);

  const leads = specialist?.id === actor.personId;
  return done(
    `${begun.name} is set up for ${begun.year}.`,
    groupMadeCard({
      groupId: id,
      name: begun.name,
      schoolYear: begun.year,
      programme: `${programme.name}, ${programme.year}`,
      theme,
      schools: schools.map(({ name }) => name),
      specialist: specialist?.name,
      hubLeads: hubLeads.map(({ name }) => name),
      termDates: terms.words,
      toSign: programme.commitments.filter(({ from }) => from === 'form').length,
      warnings: [...sizeWarning(begun.name, fitSchools(programme, schools.length)), ...notLeading],
      mine:
        leads || hubLeads.some((person) => person.id === actor.personId)
          ? {
              plans: leads && terms.dates.length > 0,
              undo: { group: id, schools: fresh.map((school) => school.id).join(',') },
            }
          : undefined,
    }),
  );
}

/** While nothing has happened in it, a group goes as it came. */
export async function unmakeGroup(
  { db, groupId, group: load }: Context,
  newSchools: readonly string[],
): Promise<Reply> {
  await holdGroup(db, groupId);
  const { name } = await load();
  const happened = await store.whatHappened(db, groupId);
  if (happened.length > 0) {
    return refused(
      `${name} is under way: ${new Intl.ListFormat('en-GB').format(happened)}. So it stays, and nothing was changed.`,
    );
  }
  await store.removeGroup(db, groupId, newSchools);
  return done(`Taken back. There is no group ${name} any more; the hub’s people and other groups are as they were.`);
}

import { makeGroupForm, setupCheckCard, setupGroupForm } from '../../../cards/setting-up.js';
import { civilDate } from '../../calendar/dates.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, faults, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { makeGroup, nameFault, offeredIn, termDatesFor, unmakeGroup } from './actions.js';
import { editionKey, newestFirst, programmeLabel, statesOf, viewCheck, yearsFrom } from './rules.js';
import { type Beginning, beginValues, makeValues, nobodyYet, unmakeArgs } from './schema.js';
import { listPeople, listSchools, loadFacts } from './store.js';

/** The second form: what the template states, and what only people know. */
async function openMaking(context: Context, begun: Beginning): Promise<Reply> {
  const { db, hubId, actor, roles } = context;
  const { offered } = await offeredIn(db, hubId);
  const programme = offered.find((one) => editionKey(one) === begun.programme);
  if (!programme) return refused('That programme has a newer edition now. Please begin again: “setup group”.');
  const terms = await termDatesFor(db, hubId, begun.year);
  const people = await listPeople(db, hubId);
  const { schools, participants, meetings } = programme;
  return open(
    makeGroupForm({
      args: begun,
      name: begun.name,
      programme: `${programme.name}, ${programme.year}`,
      states: [
        { label: 'Schools', value: schools.words },
        { label: 'From each school', value: participants.words },
        { label: 'Meetings', value: meetings.words },
        ...statesOf(programme),
      ],
      themes: programme.themes,
      schools: (await listSchools(db, hubId)).map(({ id, name, urn }) => ({ value: id, label: `${name}, ${urn}` })),
      people: [
        ...people.map(({ id, name, leads, school }) => ({
          value: id,
          label: leads || school === undefined ? name : `${name}, ${school}`,
        })),
        { value: nobodyYet, label: 'Somebody who is not here yet' },
      ],
      specialist: roles.includes('specialist') ? actor.personId : undefined,
      termDates: `Term dates: ${terms.words}.`,
    }),
  );
}

export const settingUpRoutes: readonly Route[] = [
  defineRoute({
    id: 'setup.group',
    who: ['hubLead', 'specialist'],
    anyGroup: true,
    command: { words: 'setup group', help: 'Set up a new Work Group: programme, schools, who leads it' },
    values: beginValues,
    view: async ({ db, hubId, now, zone }) => {
      const { own, offered } = await offeredIn(db, hubId);
      const isOwn = (one: (typeof offered)[number]): boolean => own.includes(one);
      return open(
        setupGroupForm({
          programmes: newestFirst(offered, isOwn).map((one) => ({
            value: editionKey(one),
            label: programmeLabel(one, isOwn(one)),
          })),
          years: yearsFrom(civilDate(now, zone)),
        }),
      );
    },
    act: async (context, _args, begun) => {
      const taken = await nameFault(context, begun);
      return taken === undefined ? openMaking(context, begun) : faults({ name: taken });
    },
  }),
  defineRoute({
    id: 'setup.make',
    who: ['hubLead', 'specialist'],
    anyGroup: true,
    args: beginValues,
    values: makeValues,
    view: openMaking,
    act: makeGroup,
  }),
  defineRoute({
    id: 'setup.unmake',
    who: ['hubLead', 'specialist'],
    args: unmakeArgs,
    act: (context, { schools }) => unmakeGroup(context, schools.split(',')),
  }),
  defineRoute({
    id: 'setup.check',
    who: ['hubLead', 'specialist'],
    command: { words: 'setup check', help: 'See the group beside its programme, and what is missing' },
    args: maybeGroupArgs,
    view: async (context) => {
      const group = await context.group();
      return show(
        setupCheckCard(viewCheck(group, await loadFacts(context.db, group), context.roles.includes('specialist'))),
      );
    },
  }),
];

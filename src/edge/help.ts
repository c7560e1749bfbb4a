import { type Command, helpCard } from '../../cards/help.js';
import type { Role } from '../store/groups.js';
import { show } from './reply.js';
import { defineRoute, everyone, type Route } from './route.js';

/** The commands of a role, from what the routes declare. */
function commandsFor(routes: readonly Route[], roles: readonly Role[]): Command[] {
  return routes.flatMap(({ command, who }) => (command && who.some((role) => roles.includes(role)) ? [command] : []));
}

export function createHelpRoute(routes: () => readonly Route[]): Route {
  return defineRoute({
    id: 'help',
    who: everyone,
    command: { words: 'help', help: 'Show this list' },
    view: async (context) => show(helpCard(commandsFor(routes(), context.roles))),
  });
}

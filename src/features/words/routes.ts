import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { keepBack, passOn } from './actions.js';
import { keepBackArgs, passOnArgs } from './schema.js';

export const wordsRoutes: readonly Route[] = [
  defineRoute({
    id: 'words.pass-on',
    who: everyone,
    args: passOnArgs,
    act: (context, args) => passOn(context, new Date(args.at)),
  }),
  defineRoute({
    id: 'words.keep-back',
    who: everyone,
    args: keepBackArgs,
    act: (context, args) => keepBack(context, args.ids.split(',')),
  }),
];

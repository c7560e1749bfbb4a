import { chooseWordsForm, oneOfOwnCard, ownWordsCard, readersForm } from '../../../cards/confidences.js';
import { open, refused, show } from '../../edge/reply.js';
import { defineRoute, type Route } from '../../edge/route.js';
import { listConfidants } from '../../store/confidences.js';
import type { Role } from '../../store/groups.js';
import * as actions from './actions.js';
import { choosable, isGiven, viewWords } from './rules.js';
import * as schema from './schema.js';

/** Who may have written or been written to. */
const authors: readonly Role[] = ['advocate', 'specialist'];

/** Reflections and feedback on one page. */
const shown = 8;

export const confidenceRoutes: readonly Route[] = [
  defineRoute({
    id: 'reflections.show',
    who: authors,
    command: { words: 'reflections', help: 'See your own reflections, who may read them, and change that' },
    args: schema.showArgs,
    view: async (context, { from = 0 }) => {
      const own = await actions.listOwn(context);
      const confidants = await listConfidants(context.db, await context.group());
      const page = own.slice(from, from + shown);
      const byItem = new Map(page.map((one) => [one.item, one]));
      return show(
        ownWordsCard({
          groupId: context.groupId,
          words: page.map((one) => viewWords(one, confidants)),
          mayChoose: ({ item }) => {
            const words = byItem.get(item);
            return words !== undefined && !words.shared && choosable(words, confidants).length > 0;
          },
          older: own.length > from + shown ? String(from + shown) : undefined,
        }),
      );
    },
  }),
  defineRoute({
    id: 'reflections.read',
    who: authors,
    args: schema.itemArgs,
    view: async (context, { item }) => {
      const words = (await actions.listOwn(context)).find((one) => one.item === item);
      if (!words) return refused('That is not yours to read here, or is not there any more.');
      const confidants = await listConfidants(context.db, await context.group());
      return show(oneOfOwnCard(viewWords(words, confidants), words.pieces));
    },
  }),
  defineRoute({
    id: 'reflections.readers',
    who: authors,
    args: schema.itemArgs,
    values: schema.readersValues,
    view: async (context, { item }) => {
      const words = (await actions.listOwn(context)).find((one) => one.item === item);
      if (!words) return refused(actions.notYours);
      const confidants = await listConfidants(context.db, await context.group());
      const choices = choosable(words, confidants);
      if (choices.length === 0) return refused('There is nobody besides whom you could let read it.');
      return open(
        readersForm({
          groupId: context.groupId,
          words: viewWords(words, confidants),
          choices: choices.map(({ personId, name }) => ({ value: personId, label: name })),
          ticked: choices.filter(({ personId }) => isGiven(words, personId)).map(({ personId }) => personId),
        }),
      );
    },
    act: (context, { item }, { readers }) => actions.chooseReaders(context, item, readers),
  }),
  defineRoute({
    id: 'reflections.answer',
    who: authors,
    args: schema.answerArgs,
    act: (context, args) => actions.answer(context, args.reader, args.answer),
  }),
  defineRoute({
    id: 'reflections.choose',
    who: authors,
    args: schema.readerArgs,
    values: schema.itemsValues,
    view: async (context, args) => {
      const reader = await actions.findReader(context, args.reader);
      if (!reader) return refused(actions.notTheirs);
      const offered = actions.onOffer(await actions.listOwn(context), args.reader);
      if (offered.length === 0) return refused(`There is nothing of yours that ${reader.name} could not read already.`);
      return open(
        chooseWordsForm({
          groupId: context.groupId,
          reader: { id: args.reader, name: reader.name },
          choices: offered.map(({ item, title }) => ({ value: item, label: title })),
          ticked: offered.filter((one) => isGiven(one, args.reader)).map(({ item }) => item),
        }),
      );
    },
    act: (context, args, { items }) => actions.answer(context, args.reader, items),
  }),
  defineRoute({
    id: 'reflections.undo',
    who: authors,
    args: schema.readerArgs,
    act: (context, args) => actions.undoAnswer(context, args.reader),
  }),
];

import { z } from 'zod';
import { groupArgs, maybeDateValue, moneyValue, textValue } from '../../edge/values.js';
import type { FundingItem } from '../../store/generated/sqlite/client.js';

export type { FundingItem };

export const fundingArgs = groupArgs.extend({ item: z.string() });
/** What an item was before, carried by the button that brings it back. */
export const backArgs = fundingArgs.extend({
  status: z.enum(['unconfirmed', 'confirmed', 'paid', 'declined']),
  amount: z.string(),
  confirmedOn: z.string(),
  paidOn: z.string(),
  note: z.string(),
});

const noteLimit = 200;

/** Digits that could be an account: eight or more in a row, a sort code, an IBAN. None is ever kept. */
const bankDetails = /\b\d{2}[- ]\d{2}[- ]\d{2}\b|(?:\d[ -]?){8,}|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,}/iu;

export const recordValues = z
  .object({
    status: z.enum(['unconfirmed', 'confirmed', 'paid', 'declined'], 'Please choose how it stands.'),
    /** Pence. */
    amount: moneyValue,
    on: maybeDateValue,
    note: textValue(noteLimit).refine(
      (note) => !bankDetails.test(note),
      'That looks like bank details, which have no place here. Please take the number out.',
    ),
  })
  .superRefine(({ status, on }, context) => {
    if (on === '' && (status === 'confirmed' || status === 'paid')) {
      context.addIssue({ code: 'custom', path: ['on'], message: 'Please say on which day.' });
    }
  });
export type RecordWish = z.infer<typeof recordValues>;
